"""Everything that is kept about somebody is decided on: it is in their copy, or it is said why not."""

import importlib
from pathlib import Path

import pytest

from meridian.layout import DOMAIN_SERVICES
from shared.personal_data import NotTold, forgotten_tables

DELIVERY = {"outbox", "parked", "command_log", "erased_people"}
"""Facts on their way, keys of commands, and ids of the erased: kept for days, made of what stands
elsewhere."""


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_every_table_that_mentions_people_is_in_their_copy_or_says_why_not(service: str) -> None:
    package = importlib.import_module(service)
    root = Path(package.__path__[0])
    for model in root.rglob("model.py"):
        importlib.import_module(".".join([service, *model.relative_to(root).with_suffix("").parts]))
    metadata = importlib.import_module(f"{service}.database").Base.metadata
    held = importlib.import_module(f"{service}.export.held").HELD
    assert forgotten_tables(metadata, held) == DELIVERY
    assert all(len(one.why) > 10 for one in held if isinstance(one, NotTold))


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
def test_a_copy_leaves_out_columns_that_exist(service: str) -> None:
    for one in importlib.import_module(f"{service}.export.held").HELD:
        if not isinstance(one, NotTold):
            columns = set(one.model.__table__.columns.keys())
            assert one.leave_out <= columns, one.title
