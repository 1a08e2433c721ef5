"""The patient's own medical data: shown to them alone, recorded before it is shown, hidden where their history is."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.codes import CardKind
from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import Rule
from tests import builders
from tests.service.consent.office import Office
from tests.worlds import CLOCK, TestDatabase


async def me_of(office: Office, **more: Any) -> dict[str, str]:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(**more), card)
    return await office.me(card)


async def readings(office: Office) -> list[tuple[str, str]]:
    rows = await office.clinic.admin.fetch("SELECT person_id::text, kind FROM consent.own_readings ORDER BY reading_id")
    return [(row["person_id"], row["kind"]) for row in rows]


async def test_a_patient_reads_what_an_institution_reads_and_it_is_recorded(office: Office) -> None:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    check_id = await office.checked(card, consents=["medication"])
    theirs = await office.clinic.http.get(f"/v1/medical-records/{check_id}/medication", headers=office.clinic.headers())
    me = await office.me(card)

    mine = await office.http.get("/v1/me/medical-records?kind=medication", headers=me)
    await office.http.get("/v1/me/medical-records?kind=checkups", headers=me)

    assert mine.json() == {"kind": "medication", "items": theirs.json()["items"], "is_hidden": False}
    assert theirs.json()["items"] != []
    assert mine.headers["Cache-Control"] == "no-store"
    person_id = builders.person().person_id
    assert await readings(office) == [(person_id, "medication"), (person_id, "checkups")]


async def test_of_whom_the_history_is_hidden_nothing_is_shown_nor_recorded(office: Office) -> None:
    me = await me_of(office, address_hidden=True)

    shown = (await office.http.get("/v1/me/medical-records?kind=medication", headers=me)).json()

    assert shown == {"kind": "medication", "items": [], "is_hidden": True}
    assert await readings(office) == []


async def test_whose_scheme_has_no_medical_data_here_is_told_so(office: Office) -> None:
    covered = builders.coverage(card_kind=CardKind.SELF_DEFENCE)

    answer = await office.http.get(
        "/v1/me/medical-records?kind=medication", headers=await me_of(office, coverages=(covered,))
    )

    assert answer.json()["type"] == "urn:onshi:problem:medical-records-excluded"
    assert await readings(office) == []


@pytest.mark.parametrize("query", ["", "?kind=coverage", "?kind=limit_certificate", "?kind=everything"])
async def test_only_kinds_of_medical_data_are_read(office: Office, query: str) -> None:
    answer = await office.http.get(f"/v1/me/medical-records{query}", headers=await me_of(office))

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/kind")
    assert await readings(office) == []


async def test_what_is_recorded_of_readings_ends_by_the_rule(office: Office, database: TestDatabase) -> None:
    await office.http.get("/v1/me/medical-records?kind=medication", headers=await me_of(office))

    def rule(days_later: int) -> Rule:
        return Rule(30, CLOCK.now() + timedelta(days=days_later), None)

    assert (await purge(database.admin_url, rule(29))).own_readings == 0
    assert len(await readings(office)) == 1
    assert (await purge(database.admin_url, rule(31))).own_readings == 1
    assert await readings(office) == []
