"""What insurers and clients have in the registry: others are refused or see nothing, the owner finds it as it was."""

from pathlib import Path

from tests.service.matrix.insured import (
    ASSISTANCE,
    CHILD,
    ELDER,
    FELLOW,
    HELD,
    HELD_TWICE,
    WELFARE,
    held_rows,
    import_rows,
    ticket_rows,
)
from tests.service.matrix.rows import Row, wrongly_answered
from tests.service.matrix.verdicts import Owner, owned
from tests.service.registry.caller import CLINIC, SOCIETY, TOWN
from tests.service.registry.town import OTHER, RESERVATIONS, SOMEBODY, running_town
from tests.worlds import TestDatabase


async def test_another_insurer_meets_nothing_of_ones_own(database: TestDatabase, tmp_path: Path) -> None:
    async with running_town(database, tmp_path) as town:
        operator = town.operator
        for insurer in (SOCIETY, TOWN, WELFARE, FELLOW):
            await operator.make("/v1/insurers", insurer)
        for person in (ELDER, CHILD):
            await operator.make("/v1/persons", person)
        for coverage in (HELD, HELD_TWICE, ASSISTANCE):
            await operator.make("/v1/coverages", coverage)
        society = await operator.insurer()
        office = await operator.client("insurer", client_id="office", insurer_number=WELFARE["insurer_number"])
        other = await operator.client("insurer", client_id="town", insurer_number=TOWN["insurer_number"])
        # To say again what somebody else has registered makes a person nobody's own.
        assert (await other.post("/v1/persons", ELDER)).status_code == 200
        held, tickets = held_rows(), ticket_rows()
        imports = import_rows(await society.hand_in(b"{}\n"))
        wrong = [
            *await wrongly_answered(operator.http, imports, society.headers, other.headers),
            *await wrongly_answered(operator.http, held, society.headers, other.headers),
            *await wrongly_answered(operator.http, tickets, office.headers, other.headers),
        ]

    assert wrong == []
    assert {row.name for row in (*held, *tickets, *imports)} == owned("registry", Owner.OWN_INSURER)


async def test_another_client_meets_nothing_of_ones_own(database: TestDatabase, tmp_path: Path) -> None:
    async with running_town(database, tmp_path) as town:
        card = await town.card(holder=SOMEBODY)
        body = {"channel": "reader", "reservation_id": OTHER, "presence_proof": await town.proof(card)}
        await town.reader.make(RESERVATIONS, body)
        here = [CLINIC["institution_code"]]
        strangers = [
            await town.operator.client("reader", client_id="second-reader", institution_codes=here),
            await town.operator.client("municipality"),
        ]
        rows = [Row("GET /v1/card-registration-reservations/{reservation_id}", f"{RESERVATIONS}/{OTHER}")]
        wrong = [
            each
            for stranger in strangers
            for each in await wrongly_answered(town.operator.http, rows, town.reader.headers, stranger.headers)
        ]

    assert wrong == []
    assert {row.name for row in rows} == owned("registry", Owner.OWN_CLIENT)
