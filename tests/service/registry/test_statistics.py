"""Statistics of the registry: an insurer's card registrations by month, checks by kind of institution and method."""

import csv
import io
from typing import Any

import asyncpg
import pytest

from services.registry.statistics import store
from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, TOWN, RegistryCaller, codes, problem
from tests.worlds import TestDatabase

CARDS = "/v1/statistics/card-registrations"
METHODS = "/v1/statistics/check-methods"
OTHER = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "birthdate": "1951-11-21"}
OTHERS_COVERAGE = "019a0000-0000-7000-8000-0000000000c2"


async def _prepared(operator: RegistryCaller, database: TestDatabase) -> None:
    """Two members of the society: one of 41, one who reaches 75 today, the day before the birthday."""
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    for person in (PERSON, OTHER):
        await operator.make("/v1/persons", person)
    await operator.make("/v1/coverages", COVERAGE)
    second = {
        "coverage_id": OTHERS_COVERAGE,
        "person_id": OTHER["person_id"],
        "number": "9",
        "acquired_on": "2026-11-05",
    }
    await operator.make("/v1/coverages", {**COVERAGE, **second})
    for serial, who, channel, at in (
        ("01", PERSON, "portal", "2026-10-31 14:59:59+00"),
        # The first instant of November in Japan.
        ("02", PERSON, "reader", "2026-10-31 15:00:00+00"),
        # Before they were this insurer's.
        ("03", OTHER, "reader", "2026-11-04 01:00:00+00"),
        ("04", OTHER, "atm", "2026-11-19 15:00:00+00"),
        ("05", OTHER, "atm", "2026-11-19 15:00:00+00"),
    ):
        card = {"authority_key_id": "aa", "serial_number": serial, "channel": channel, "person_id": who["person_id"]}
        made = await operator.make("/v1/card-registrations", card)
        if serial == "05":
            await operator.post(f"/v1/card-registrations/{made['registration_id']}/end", {"reason": "other"})
        await _execute(
            database,
            "UPDATE registry.card_registrations SET recorded_at = $2::text::timestamptz WHERE serial_number = $1"
            " AND superseded_at = 'infinity'",
            bytes.fromhex(serial),
            at,
        )


async def _execute(database: TestDatabase, statement: str, *arguments: object) -> None:
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(statement, *arguments)
    await admin.close()


def _told(items: list[dict[str, Any]]) -> list[tuple[str, str, str, int, int]]:
    """Month, channel, band, registered and members, of the rows in which anything is registered."""
    return [
        (each["month"], each["channel"], each["age_band"], each["registered"], each["members"])
        for each in items
        if each["registered"]
    ]


@pytest.mark.parametrize("part", [1, 2, 10_000])
async def test_an_insurers_months_are_told_by_channel_and_age_band(
    operator: RegistryCaller, database: TestDatabase, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(store, "COVERAGES_A_PART", part)
    await _prepared(operator, database)
    told = (await operator.get(CARDS, **{"insurer_number": "06123457", "from": "2026-10", "to": "2026-11"})).json()

    assert (told["insurer_number"], told["from"], told["to"], told["total"]) == ("06123457", "2026-10", "2026-11", 4)
    assert _told(told["items"]) == [
        ("2026-10", "portal", "40-44", 1, 1),
        ("2026-11", "reader", "40-44", 1, 1),
        ("2026-11", "atm", "75-", 1, 1),
    ]
    # Every month, channel and band has its row.
    assert len(told["items"]) == 2 * 4 * 16
    members = [each for each in told["items"] if each["channel"] == "portal" and each["members"]]
    assert [(each["month"], each["age_band"], each["members"]) for each in members] == [
        ("2026-10", "40-44", 1),
        ("2026-11", "40-44", 1),
        ("2026-11", "75-", 1),
    ]


async def test_a_renewed_certificate_is_no_new_registration(operator: RegistryCaller, database: TestDatabase) -> None:
    await _prepared(operator, database)
    renewed = {"authority_key_id": "aa", "serial_number": "06", "channel": "portal", "person_id": PERSON["person_id"]}
    first = await operator.make("/v1/card-registrations", renewed)
    before = _told((await operator.get(CARDS, insurer_number="06123457")).json()["items"])
    certificate = {"authority_key_id": "aa", "serial_number": "07"}
    await operator.make(f"/v1/card-registrations/{first['registration_id']}/renewal", certificate)

    after = _told((await operator.get(CARDS, insurer_number="06123457")).json()["items"])
    assert (
        before
        == after
        == [
            ("2026-11", "portal", "40-44", 1, 1),
            ("2026-11", "reader", "40-44", 1, 1),
            ("2026-11", "atm", "75-", 1, 1),
        ]
    )


async def test_an_insurer_sees_its_own_months_and_institutions_none(
    operator: RegistryCaller, database: TestDatabase
) -> None:
    await _prepared(operator, database)
    insurer = await operator.insurer()
    own = (await insurer.get(CARDS)).json()
    others = await insurer.get(CARDS, insurer_number="138123")
    unknown = await operator.get(CARDS, insurer_number="06999998")
    review = await operator.client("review")
    totals = (await review.get(CARDS)).json()

    assert (own["insurer_number"], own["from"], own["to"]) == ("06123457", "2026-11", "2026-11")
    assert _told(own["items"]) == [("2026-11", "reader", "40-44", 1, 1), ("2026-11", "atm", "75-", 1, 1)]
    assert problem(others) == (403, "role-not-allowed")
    assert problem(unknown) == (404, "resource-not-found")
    assert (totals["total"], totals["insurer_number"], totals["from"], totals["items"]) == (4, None, None, [])
    for query in ({"insurer_number": "06123457"}, {"from": "2026-11"}, {"to": "2026-11"}):
        assert problem(await review.get(CARDS, **query)) == (403, "role-not-allowed")
    assert problem(await review.get(METHODS)) == (403, "role-not-allowed")


async def test_wrong_months_are_refused(operator: RegistryCaller) -> None:
    for statistics in (CARDS, METHODS):
        assert codes(await operator.get(statistics, **{"from": "2025-01", "to": "2026-12"})) == [
            ("/query/to", "in-future"),
            ("/query/from", "too-many-months"),
        ]
        assert problem(await operator.get(statistics, **{"from": "2026-13"})) == (422, "request-invalid")


async def test_checks_are_told_by_month_kind_and_method(operator: RegistryCaller, database: TestDatabase) -> None:
    counted = "INSERT INTO eligibility.check_counts VALUES ($1, $2, $3, $4)"
    for row in (
        ("2026-09", "1", "my_number_card", 9),
        ("2026-10", "1", "insured_identifier", 20),
        ("2026-10", "4", "my_number_card", 31),
        ("2026-11", "", "bulk", 2),
    ):
        await _execute(database, counted, *row)

    insurer_free = (await operator.get(METHODS, **{"from": "2026-10"})).json()
    assert insurer_free.pop("counted_at").endswith("+09:00")
    assert insurer_free == {
        "from": "2026-10",
        "to": "2026-11",
        "items": [
            {"month": "2026-10", "institution_kind": "medical", "method": "insured_identifier", "checks": 20},
            {"month": "2026-10", "institution_kind": "pharmacy", "method": "my_number_card", "checks": 31},
            {"month": "2026-11", "institution_kind": "other", "method": "bulk", "checks": 2},
        ],
    }


async def test_statistics_come_as_csv_too(operator: RegistryCaller, database: TestDatabase) -> None:
    await _prepared(operator, database)
    await _execute(database, "INSERT INTO eligibility.check_counts VALUES ('2026-11', '3', 'my_number_card', 7)")
    cards = await operator.get(CARDS, insurer_number="06123457", format="csv")
    methods = await operator.http.get(METHODS, headers={**operator.headers, "Accept": "text/csv"})

    assert cards.headers["content-type"] == methods.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    header, *rows = csv.reader(io.StringIO(cards.content.decode("utf-8-sig")))
    assert header == ["insurer_number", "month", "channel", "age_band", "registered", "members"]
    assert (len(rows), rows[0]) == (64, ["06123457", "2026-11", "portal", "0-4", "0", "0"])
    assert list(csv.reader(io.StringIO(methods.content.decode("utf-8-sig")))) == [
        ["month", "institution_kind", "method", "checks"],
        ["2026-11", "dental", "my_number_card", "7"],
    ]
