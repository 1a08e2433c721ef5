"""Whose a card is says J-LIS, whatever a file says."""

import pytest

from tests.service.registry.member_files import line, ndjson, rejected, send
from tests.service.registry.town import SOMEBODY, Town

NAMED = {"name": SOMEBODY["name"], "sex": SOMEBODY["sex"], "address": SOMEBODY["address"]}


@pytest.mark.parametrize(("birthdate", "told"), [("1985-04-01", []), ("1985-04-02", [(1, "/card", "card-not-usable")])])
async def test_a_card_that_j_lis_knows_is_its_holders(
    town: Town, birthdate: str, told: list[tuple[int, str, str]]
) -> None:
    made = await town.card(holder=SOMEBODY)
    card = {name: made[name] for name in ("authority_key_id", "serial_number")} | {"channel": "portal"}
    shown = await send(town.operator, ndjson(line(1, person={**NAMED, "birthdate": birthdate}, card=card)))
    assert rejected(shown) == told
    assert await town.is_registered(made) == (told == [])
