"""What a person waits for, from what the services answered."""

from web.i18n import _
from web.today.things import Facts, Thing, partner_of
from web.vocabulary import known


def waiting(facts: Facts, me: str) -> list[Thing]:
    """What this person waits for, each with the day by which it is settled."""
    found = [
        Thing(
            title=_("%(name)s has your invitation", name=known(one["recipient"]["name"], "start")),
            text=_("If no answer comes, it closes by itself and you may ask somebody else."),
            href=f"/invitations/{one['id']}",
            label=_("View"),
            icon="send",
            urgency=1,
            due=one["expires_at"],
        )
        for one in facts.sent
        if one["status"] == "open"
    ]
    for one in facts.partnerships:
        if one["state"] == "handshake" and one.get("your_answer") == "confirmed":
            partner = partner_of(one)
            found.append(
                Thing(
                    title=_("%(name)s has not confirmed yet", name=partner["name"]),
                    text=_(
                        "You have confirmed. If your partner does not, you can invite someone else."
                    ),
                    href=f"/partnerships/{one['id']}/handshake",
                    label=_("View"),
                    icon="handshake",
                    urgency=1,
                    due=one.get("reply_by") or "",
                    zone=partner["zone"],
                    whose=partner["name"],
                )
            )
    for course in facts.courses:
        step = course.get("next_step")
        if step and step["waits_for"] and me not in step["waits_for"]:
            found.append(
                Thing(
                    title=_(
                        "Your partner has not done this step yet: %(title)s", title=step["title"]
                    ),
                    text=_("You have marked it as done."),
                    href=f"/partnerships/{course['partnership_id']}/course",
                    label=_("View"),
                    icon="hourglass",
                    urgency=2,
                )
            )
        if course.get("plan_status") == "submitted":
            found.append(
                Thing(
                    title=_("Your plan is with reviewers and course staff"),
                    text=course["cohort_title"],
                    href=f"/partnerships/{course['partnership_id']}/plan",
                    label=_("View"),
                    icon="map",
                    urgency=3,
                )
            )
    if facts.me.get("verification_waiting"):
        found.append(
            Thing(
                title=_("Course staff are checking that you are a teacher"),
                text=_("We will email you the answer. Complete your profile until then."),
                href="/settings/verification",
                label=_("View"),
                icon="badge-check",
                urgency=0,
            )
        )
    found += [
        Thing(
            title=_("You are on the waiting list"),
            text=_(
                "%(cohort)s: you are number %(place)s on the waiting list. You move up when a place becomes free.",
                cohort=one["cohort_title"],
                place=one.get("place_in_queue") or "?",
            ),
            href=f"/cohorts/{one['cohort_id']}",
            label=_("View"),
            icon="list-ordered",
            urgency=4,
        )
        for one in facts.enrolments
        if one["status"] == "waiting_list"
    ]
    return sorted(found, key=lambda thing: (thing.urgency, thing.due or "9"))
