"""Every column says how private it is; only the preview is open to everybody."""

from partnering.app import create_app
from partnering.database import Base
from partnering.settings import Settings
from shared.http.auth import PublicPolicy, policy_of, routes_of
from shared.privacy import CLASSES


def test_every_column_has_a_privacy_class() -> None:
    lacking = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("privacy") not in CLASSES
    ]
    assert lacking == []


def test_only_the_preview_is_open_to_everybody(settings_env: dict[str, str]) -> None:
    assert settings_env
    own = [one for one in routes_of(create_app(Settings())) if one.path.startswith("/v1/")]
    assert own
    assert {one.path for one in own if isinstance(policy_of(one), PublicPolicy)} == {
        "/v1/preview",
        "/v1/preview/map",
    }
