"""一括照会: handed in, worked in the background by whoever is there, read for a week."""

import asyncio
import json
import os
import signal
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from loadtests.machine.servers import LOOPBACK, free_port, served
from onshi.__main__ import program_command, program_environment
from services.eligibility.app import create_asgi
from services.jpki.authority.rules.generations import Authority
from shared.domain.codes import CardKind, LimitCategory
from shared.domain.roles import Role
from shared.web.edge import Edge
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.service.eligibility.receptions import hand_in, items, look, results, until, until_done
from tests.worlds import CLOCK, TestDatabase, serving

NOBODY = {**INSURED, "number": "999"}
# Without those of reading results again.
RECORDS = "SELECT count(*) FROM eligibility_published.disclosures WHERE rederived_from IS NULL"


async def refused(clinic: Clinic, body: Any, **more: Any) -> dict[str, Any]:
    answer = await clinic.http.post("/v1/bulk-checks", json=body, headers=clinic.headers(**more))
    assert answer.status_code in (403, 413, 422), answer.text
    return {"status": answer.status_code, **answer.json()}


async def test_many_are_asked_about_and_answered(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    number = await hand_in(clinic, INSURED, NOBODY, client_reference="tomorrow")

    found = await results(clinic, number)

    assert {name: found[name] for name in ("state", "total", "processed", "succeeded", "failed")} == {
        "state": "done",
        "total": 2,
        "processed": 2,
        "succeeded": 2,
        "failed": 0,
    }
    assert (found["as_of"], found["client_reference"]) == ("2026-11-20", "tomorrow")
    known, unknown = found["items"]
    assert (known["item_reference"], known["status"], known["validity"]) == ("pt-0", "succeeded", "valid")
    assert (known["result"]["name"], known["result"]["number"]) == ("模擬　花子", "1024")
    assert known["result"]["insurer"]["number"] == "02999918"
    assert (unknown["item_reference"], unknown["validity"], unknown["result"]) == ("pt-1", "not_found", None)
    assert unknown["limit_certificate_changed"] is None


async def test_no_limit_values_and_no_consents_are_shown(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    (item,) = (await results(clinic, await hand_in(clinic, INSURED)))["items"]
    assert not item["result"].keys() & {
        "limit",
        "limit_certificate",
        "specific_disease_certificates",
        "medical_tickets",
        "consents",
    }
    assert "A03" not in json.dumps(item)


async def test_each_item_is_recorded_like_a_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    found = await results(clinic, await hand_in(clinic, INSURED, NOBODY, client_reference="tomorrow"))

    records = await clinic.records()

    assert {str(record["check_id"]) for record in records} == {item["check_id"] for item in found["items"]}
    assert {(record["method"], record["purpose"], record["client_reference"]) for record in records} == {
        ("bulk", "BULK_PRECHECK", "tomorrow")
    }
    assert {record["code"]: list(record["kinds"]) for record in records} == {"valid": ["coverage"], "not_found": []}


async def test_reading_the_results_again_is_recorded_for_each_person(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    number = await hand_in(clinic, INSURED, NOBODY, client_reference="tomorrow")
    first = await results(clinic, number)
    once = await clinic.records()

    again = await look(clinic.http, number, clinic.headers(client_id="another-workplace"))
    part = await look(clinic.http, number, clinic.headers(), limit=1)

    readings = [record for record in await clinic.records() if record not in once]
    assert (again["items"], part["items"]) == (first["items"], first["items"][:1])
    assert len(once) == 2
    known, unknown = (UUID(item["check_id"]) for item in first["items"])
    assert Counter((record["rederived_from"], record["client_id"]) for record in readings) == Counter(
        [(known, "another-workplace"), (unknown, "another-workplace"), (known, "test-institution")]
    )
    assert {(record["method"], record["purpose"], record["client_reference"]) for record in readings} == {
        ("bulk", "BULK_PRECHECK", "tomorrow")
    }
    people = {record["check_id"]: record["person_id"] for record in once}
    assert [record["person_id"] for record in readings] == [people[record["rederived_from"]] for record in readings]


async def test_of_many_that_read_at_once_one_is_the_first(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    number = await hand_in(clinic, INSURED)
    await until_done(clinic, number)

    await asyncio.gather(*(look(clinic.http, number, clinic.headers()) for _ in range(8)))

    assert len(await clinic.records()) == 1 + 7


async def test_what_waits_is_told_without_a_record(clinic: Clinic) -> None:
    number = await hand_in(clinic, NOBODY)
    await until_done(clinic, number)

    for _ in range(3):
        await clinic.http.get("/v1/bulk-checks", headers=clinic.headers())

    assert len(await clinic.records()) == 1


async def test_an_item_can_be_read_again_as_a_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    (item,) = (await results(clinic, await hand_in(clinic, INSURED)))["items"]
    answer = await clinic.http.get(f"/v1/checks/{item['check_id']}", headers=clinic.headers())
    assert (answer.json()["method"], answer.json()["validity"]) == ("bulk", "valid")
    assert answer.json()["results"][0]["limit_certificate"] is None


async def test_what_was_asked_about_is_kept_only_until_it_is_worked(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await results(clinic, await hand_in(clinic, INSURED, NOBODY))
    rows = await clinic.admin.fetch("SELECT * FROM eligibility.bulk_items")
    assert [(row["number"], row["insurer_number"], row["birthdate"]) for row in rows] == [(None, None, None)] * 2


async def test_results_are_shown_under_todays_flags(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    number = await hand_in(clinic, INSURED)
    before = (await results(clinic, number))["items"][0]["result"]

    await clinic.republish(builders.person(address_hidden=True))

    after = (await results(clinic, number))["items"][0]["result"]
    assert before["address"] == "模擬県仮想市一丁目1番1号"
    assert after["address"] is None


# 限度額変更有無


async def changed(clinic: Clinic) -> bool | None:
    (item,) = (await results(clinic, await hand_in(clinic, INSURED)))["items"]
    flag: bool | None = item["limit_certificate_changed"]
    return flag


async def test_without_an_earlier_check_a_change_cannot_be_told(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    assert await changed(clinic) is True


async def test_what_is_as_at_the_last_check_has_not_changed(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.check(by_identifier(limit_certificate_consent=True))
    assert await changed(clinic) is False


async def test_a_check_that_kept_the_limit_back_is_nothing_to_compare_with(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.check(by_identifier())
    assert await changed(clinic) is True


async def test_another_category_is_a_change_until_the_next_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.check(by_identifier(limit_certificate_consent=True))
    other = builders.limit_certificate(category=LimitCategory.A04)
    await clinic.republish(builders.person(builders.coverage(limit_certificates=(other,))))

    # Asked ahead it could not be seen, so it stays a change.
    assert [await changed(clinic), await changed(clinic)] == [True, True]
    await clinic.check(by_identifier(limit_certificate_consent=True))
    assert await changed(clinic) is False


async def test_a_check_at_another_institution_tells_nothing(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.check(by_identifier(), institution="9910000026")
    assert await changed(clinic) is True


# What is taken in


async def test_all_that_is_wrong_is_named_with_its_item(clinic: Clinic) -> None:
    wrong = items(INSURED, {**INSURED, "insurer_number": "1", "branch": "xyz"}, {**INSURED, "number": ""})
    wrong[0]["item_reference"] = "a\u0000b"

    problem = await refused(clinic, {"items": wrong, "as_of": "2026-12-05"})

    assert problem["type"] == "urn:onshi:problem:request-invalid"
    assert {error["pointer"] for error in problem["errors"]} == {
        "/as_of",
        "/items/0/item_reference",
        "/items/1/insured/insurer_number",
        "/items/1/insured/branch",
        "/items/2/insured/number",
    }
    assert "xyz" not in json.dumps(problem)


async def test_wrong_types_are_named_with_their_item(clinic: Clinic) -> None:
    body = {"items": [{"item_reference": 5, "insured": {**INSURED, "birthdate": "1985-13-01", "more": 1}}, {}], "x": 1}
    pointers = {error["pointer"] for error in (await refused(clinic, body))["errors"]}
    assert pointers == {
        "/items/0/item_reference",
        "/items/0/insured/birthdate",
        "/items/0/insured/more",
        "/items/1/item_reference",
        "/items/1/insured",
        "/x",
    }


async def test_a_my_number_is_refused_with_its_item_and_not_kept(clinic: Clinic) -> None:
    body = {"items": items(INSURED, {**INSURED, "number": "1234-5678-9018"}), "client_reference": "123456789018"}
    problem = await refused(clinic, body)
    assert problem["type"] == "urn:onshi:problem:my-number-not-accepted"
    assert {error["pointer"] for error in problem["errors"]} == {"/client_reference", "/items/1/insured/number"}
    assert "9018" not in json.dumps(problem)
    assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.bulk_items") == 0


@pytest.mark.parametrize("as_of", ["2026-12-04", "2021-11-20"])
async def test_two_weeks_ahead_and_five_years_back_are_taken(clinic: Clinic, as_of: str) -> None:
    await clinic.publish(builders.person())
    found = await results(clinic, await hand_in(clinic, INSURED, as_of=as_of))
    assert (found["as_of"], found["items"][0]["validity"]) == (as_of, "valid")


async def test_a_coverage_that_ends_before_the_day_ahead_is_not_valid_on_it(clinic: Clinic) -> None:
    await clinic.publish(builders.person(builders.coverage(lost_on=date(2026, 12, 1))))
    found = await results(clinic, await hand_in(clinic, INSURED, as_of="2026-12-02"))
    assert found["items"][0]["validity"] == "invalid"


@pytest.mark.parametrize("people", [0, 5001])
async def test_one_to_five_thousand_are_taken(clinic: Clinic, people: int) -> None:
    problem = await refused(clinic, {"items": items(*[INSURED] * people)})
    assert problem["type"] == "urn:onshi:problem:request-invalid"


async def test_a_body_of_four_mebibytes_is_taken_and_one_more_byte_is_not(clinic: Clinic) -> None:
    body = json.dumps({"items": items(INSURED)}).encode()
    room = 4 * 1024 * 1024 - len(body)
    headers = clinic.headers() | {"Content-Type": "application/json"}
    for blanks, status in ((room, 202), (room + 1, 413)):
        answer = await clinic.http.post("/v1/bulk-checks", content=b" " * blanks + body, headers=headers)
        assert answer.status_code == status, answer.text


@pytest.mark.parametrize("role", [Role.LIMITED, Role.READER])
async def test_who_may_not_ask_ahead_is_refused(clinic: Clinic, role: Role) -> None:
    problem = await refused(clinic, {"items": items(INSURED)}, role=role)
    assert problem["type"] == "urn:onshi:problem:role-not-allowed"


# How long, and for whom


async def test_a_reception_is_found_again_by_its_reference(clinic: Clinic) -> None:
    numbers = [await hand_in(clinic, NOBODY, client_reference=reference) for reference in ("a", "b", "a")]

    answer = await clinic.http.get("/v1/bulk-checks", params={"client_reference": "a"}, headers=clinic.headers())

    found = [reception["reception_number"] for reception in answer.json()["items"]]
    assert found == [numbers[2], numbers[0]]
    assert "items" not in answer.json()["items"][0]


async def test_receptions_and_items_are_paged(clinic: Clinic) -> None:
    numbers = [await hand_in(clinic, NOBODY, NOBODY, NOBODY) for _ in range(3)]
    seen = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = (await clinic.http.get("/v1/bulk-checks", params=query, headers=clinic.headers())).json()
        seen += [reception["reception_number"] for reception in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert seen == numbers[::-1]

    first = await look(clinic.http, numbers[0], clinic.headers(), limit=2)
    second = await look(clinic.http, numbers[0], clinic.headers(), limit=2, cursor=first["next_cursor"])
    assert [item["item_reference"] for item in first["items"] + second["items"]] == ["pt-0", "pt-1", "pt-2"]
    assert second["next_cursor"] is None


async def test_another_institution_does_not_find_it(clinic: Clinic) -> None:
    number = await hand_in(clinic, NOBODY)
    stranger = clinic.headers(institution="9910000026")
    for method in ("GET", "DELETE"):
        answer = await clinic.http.request(method, f"/v1/bulk-checks/{number}", headers=stranger)
        assert answer.json()["type"] == "urn:onshi:problem:resource-not-found"
    assert (await clinic.http.get("/v1/bulk-checks", headers=stranger)).json()["items"] == []


async def test_what_was_taken_away_is_gone_and_its_records_stay(clinic: Clinic) -> None:
    number = await hand_in(clinic, NOBODY)
    await results(clinic, number)

    removed = await clinic.http.delete(f"/v1/bulk-checks/{number}", headers=clinic.headers())

    assert removed.status_code == 204
    assert (await clinic.http.get(f"/v1/bulk-checks/{number}", headers=clinic.headers())).status_code == 404
    assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.bulk_items") == 0
    assert len(await clinic.records()) == 1


async def test_after_a_week_it_is_gone(clinic: Clinic, database: TestDatabase) -> None:
    number = await hand_in(clinic, NOBODY)
    later = database.settings(clock_offset_s=(CLOCK.offset + timedelta(days=7)).total_seconds())
    async with serving(Edge(create_asgi(later))) as http:
        headers = clinic.headers(expires_at=CLOCK.now() + timedelta(days=8))
        answer = await http.get(f"/v1/bulk-checks/{number}", headers=headers)
        assert answer.status_code == 404

        async def is_forgotten() -> bool:
            return bool(await clinic.admin.fetchval("SELECT count(*) = 0 FROM eligibility.bulk_receptions"))

        await until(is_forgotten)


# Whoever works it


async def test_two_workers_share_the_work_and_double_nothing(clinic: Clinic, database: TestDatabase) -> None:
    await clinic.publish(builders.person())
    async with serving(Edge(create_asgi(database.settings()))):
        found = await results(clinic, await hand_in(clinic, *[INSURED] * 1000))
    assert (found["succeeded"], found["failed"]) == (1000, 0)
    assert len(await clinic.records()) == 1000


@pytest.mark.parametrize("position", ["ffffffff", "1389", "0x5", " 5", "1_0", "-1", "", "f" * 33])
async def test_what_is_no_cursor_of_the_items_is_refused(clinic: Clinic, position: str) -> None:
    number = await hand_in(clinic, INSURED)
    query = {"cursor": urlsafe_b64encode(position.encode()).decode().rstrip("=")}
    answer = await clinic.http.get(f"/v1/bulk-checks/{number}", params=query, headers=clinic.headers())
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/cursor"]


async def test_items_carry_the_notices_of_their_answers(clinic: Clinic) -> None:
    held = builders.coverage(card_kind=CardKind.SPECIAL_EXPENSE)
    await clinic.publish(builders.person(held))
    found = await results(clinic, await hand_in(clinic, INSURED, NOBODY))
    told = [[notice["code"] for notice in item["notices"]] for item in found["items"]]
    assert "pays-in-full-first" in told[0]
    assert "registration-lag-possible" in told[1]


async def test_an_item_that_cannot_be_worked_fails_alone(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    broken = builders.coverage(coverage_id=str(uuid4()), number="7")
    await clinic.publish(replace(builders.person(broken), person_id=str(uuid4())))
    broken_document = "UPDATE registry_published.persons SET document = '{}' WHERE person_id <> $1"
    await clinic.admin.execute(broken_document, builders.PERSON_ID)

    found = await results(clinic, await hand_in(clinic, INSURED, {**INSURED, "number": "7"}, INSURED))

    assert (found["succeeded"], found["failed"]) == (2, 1)
    assert [item["status"] for item in found["items"]] == ["succeeded", "failed", "succeeded"]
    assert found["items"][1]["error"]["code"] == "internal-error"


async def test_a_process_that_is_killed_midway_loses_nothing_and_doubles_nothing(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey, tmp_path: Path
) -> None:
    async with clinic_at(database, authorities, card_key) as clinic:
        await clinic.publish(builders.person())
    headers = clinic.headers()
    body = {"items": items(*[INSURED] * 3000)}
    async with process(database, tmp_path / "first.log") as (http, process_id):
        number = (await http.post("/v1/bulk-checks", json=body, headers=headers)).json()["reception_number"]

        async def has_begun() -> bool:
            return bool((await look(http, number, headers, limit=1))["processed"])

        await until(has_begun)
        os.kill(process_id, signal.SIGKILL)
    admin = await asyncpg.connect(database.admin_url)
    midway = await admin.fetchval("SELECT count(*) FROM eligibility.bulk_items WHERE check_id IS NOT NULL")
    assert 0 < midway < 3000
    assert await admin.fetchval(RECORDS) == midway

    async with process(database, tmp_path / "second.log") as (http, _):

        async def is_done() -> bool:
            return bool((await look(http, number, headers, limit=1))["state"] == "done")

        await until(is_done)
        found = await look(http, number, headers, limit=1)

    assert (found["total"], found["succeeded"], found["failed"]) == (3000, 3000, 0)
    assert await admin.fetchval(RECORDS) == 3000
    await admin.close()


@asynccontextmanager
async def process(database: TestDatabase, log: Path) -> AsyncIterator[tuple[httpx.AsyncClient, int]]:
    """The service as a process of its own."""
    port = free_port()
    settings = {
        "ONSHI_ELIGIBILITY_DATABASE_URL": database.urls["eligibility"],
        "ONSHI_NONCE_KEY": "11" * 32,
        "ONSHI_CLOCK_OFFSET_S": str(CLOCK.offset.total_seconds()),
    }
    address = f"http://{LOOPBACK}:{port}"
    async with (
        served(
            program_command("serve", "eligibility", "--port", str(port)),
            ready_url=f"{address}/readyz",
            settings=program_environment(settings),
            log=log,
        ) as process_id,
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as http,
    ):
        yield http, process_id
