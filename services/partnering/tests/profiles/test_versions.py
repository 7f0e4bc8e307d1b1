"""Two devices of one teacher: the second save names a version, and an old one is refused."""

import pytest

from partnering.classes.actions import change_class
from partnering.classes.model import SchoolClass
from partnering.classes.queries import my_class
from partnering.classes.schemas import ClassIn
from partnering.posts.actions import save_post, take_down_post
from partnering.posts.schemas import PostIn
from partnering.profiles.actions import save_profile
from partnering.profiles.queries import my_profile
from partnering.profiles.schemas import ProfileIn
from shared.http import StaleVersion
from shared.testing import principal

POST = PostIn(title="We measure rivers", text="Who measures one with us this spring?")


async def test_an_old_version_of_a_profile_is_not_put_back(session):
    ada = principal()
    assert (await my_profile(session, ada)).version == 0
    await save_profile(session, ada, ProfileIn(headline="Rivers"), 0)
    session.expire_all()
    assert (await my_profile(session, ada)).version == 1
    await save_profile(session, ada, ProfileIn(headline="Lakes"), 1)
    for old in (0, 1):
        with pytest.raises(StaleVersion):
            await save_profile(session, ada, ProfileIn(headline="Old"), old)
    session.expire_all()
    assert (await my_profile(session, ada)).headline == "Lakes"


async def test_an_old_version_of_a_class_is_not_put_back(session, world):
    cohort = await world.cohort()
    teacher, _ = await world.enrolled(cohort, "TR")
    seen = await my_class(session, teacher.who, teacher.class_id)
    fields = seen.model_dump(exclude={"id", "version", "school", "updated_at"}, by_alias=True)
    words = {**fields, "school_id": seen.school.id}
    new = ClassIn.model_validate({**words, "name": "6B measures"})
    await change_class(session, teacher.who, teacher.class_id, new, seen.version)
    old = ClassIn.model_validate({**words, "size": 30})
    with pytest.raises(StaleVersion):
        await change_class(session, teacher.who, teacher.class_id, old, seen.version)
    kept = await session.get_one(SchoolClass, teacher.class_id)
    assert (kept.name, kept.size) == ("6B measures", seen.size)


async def test_an_old_version_of_a_post_is_not_put_back(session, world):
    cohort = await world.cohort()
    teacher, enrolment = await world.enrolled(cohort, "TR")
    first = await save_post(session, teacher.who, enrolment.id, POST, 0)
    newer = POST.model_copy(update={"title": "We measure lakes"})
    await save_post(session, teacher.who, enrolment.id, newer, first.version)
    for old in (0, 1):
        with pytest.raises(StaleVersion):
            await save_post(session, teacher.who, enrolment.id, POST, old)
    await take_down_post(session, teacher.who, enrolment.id)
    with pytest.raises(StaleVersion):
        await save_post(session, teacher.who, enrolment.id, POST, 2)
