"""`onshi cell`: what is wrong is said before anything is connected to."""

import pytest
from pydantic import SecretStr

from shared.settings import Settings
from simulator.cells.command import gather_now, publish_now, publish_records_now, subscribe_now, unsubscribe_now
from simulator.cells.failure import CellFailed

HUB = SecretStr("postgresql://onshi_replication:a-secret@hub/onshi")


def test_a_setting_that_is_missing_is_named() -> None:
    with pytest.raises(CellFailed, match="ONSHI_HUB_DATABASE_URL must be set"):
        publish_now(Settings())
    with pytest.raises(CellFailed, match="ONSHI_DATABASE_URL must be set"):
        publish_now(Settings(hub_database_url=HUB))
    with pytest.raises(CellFailed, match="ONSHI_DATABASE_URL must be set"):
        unsubscribe_now(Settings())
    for asked in (publish_records_now, lambda settings: gather_now(settings, "one", 1.0, print)):
        with pytest.raises(CellFailed, match="ONSHI_CELL_DATABASE_URL must be set"):
            asked(Settings())


@pytest.mark.parametrize("name", ["", "One", "1", "a-b", "a" * 33, "a'b"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(CellFailed, match="a cell's name begins with a small letter"):
        subscribe_now(Settings(hub_database_url=HUB), name, 1.0, print)


def test_a_database_that_cannot_be_used_is_told_without_its_url() -> None:
    settings = Settings(database_url=SecretStr("postgresql://admin:a-secret@/x?host=/nowhere"), hub_database_url=HUB)

    with pytest.raises(CellFailed, match=r"ONSHI_DATABASE_URL cannot be used: FileNotFoundError$"):
        publish_now(settings)
