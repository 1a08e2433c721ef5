"""Idempotency-Key: a check by identifiers that is sent again is one check with one answer."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.eligibility.app import create_asgi
from services.jpki.authority.rules.generations import Authority
from shared.domain.roles import Role
from shared.web.edge import Edge
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.worlds import CLOCK, TestDatabase, serving


async def check(clinic: Clinic, body: Any, key: str | None = "k-1", **more: Any) -> httpx.Response:
    headers = clinic.headers(**more) | ({} if key is None else {"Idempotency-Key": key})
    return await clinic.http.post("/v1/checks", json=body, headers=headers)


async def test_a_retry_gets_the_first_answer(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = await check(clinic, by_identifier(client_reference="desk 1"))
    again = await check(clinic, by_identifier(client_reference="desk 1"))

    assert first.status_code == again.status_code == 200
    assert again.json() == first.json()
    assert again.headers["Replay-Nonce"]
    original, reading = await clinic.records()
    assert reading["rederived_from"] == original["check_id"]


async def test_without_a_key_each_request_is_a_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    ids = {(await check(clinic, by_identifier(), key=None)).json()["check_id"] for _ in range(2)}
    assert len(ids) == 2


async def test_the_same_key_with_another_body_is_refused(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await check(clinic, by_identifier())
    answer = await check(clinic, by_identifier(limit_certificate_consent=True))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:idempotency-key-reused")
    assert len(await clinic.records()) == 1


async def test_how_a_body_is_written_does_not_make_it_another(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = await check(clinic, by_identifier())
    reordered = {"purpose": "CARE_VISIT", "insured": dict(reversed(INSURED.items())), "as_of": None}
    assert (await check(clinic, reordered)).json() == first.json()


async def test_sixteen_at_once_are_one_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    answers = await asyncio.gather(*(check(clinic, by_identifier()) for _ in range(16)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["check_id"] for answer in answers}) == 1
    assert len([record for record in await clinic.records() if record["rederived_from"] is None]) == 1


async def test_two_bodies_at_once_under_one_key_are_one_check_and_one_refusal(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    bodies = [by_identifier(), by_identifier(as_of="2026-11-02")]
    answers = await asyncio.gather(*(check(clinic, body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert len(await clinic.records()) == 1


async def test_a_key_is_the_institutions(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = (await check(clinic, by_identifier())).json()
    colleague = (await check(clinic, by_identifier(), client_id="another-desk")).json()
    stranger = (await check(clinic, by_identifier(), institution="9910000026")).json()
    assert colleague["check_id"] == first["check_id"]
    assert stranger["check_id"] != first["check_id"]


async def test_who_stands_for_no_institution_has_keys_of_its_own(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    body = by_identifier(purpose="REVIEW")
    asker = {"role": Role.REVIEW, "institution": None}
    first = (await check(clinic, body, **asker)).json()
    assert first["validity"] == "valid"
    assert (await check(clinic, body, **asker)).json() == first
    other = await check(clinic, body, client_id="another-body", **asker)
    assert other.json()["check_id"] != first["check_id"]


async def test_a_refused_purpose_is_an_answer_to_be_repeated(clinic: Clinic) -> None:
    first = await check(clinic, by_identifier(purpose="PRIVATE_INS"))
    assert (await check(clinic, by_identifier(purpose="PRIVATE_INS"))).json() == first.json()


async def test_a_request_that_was_refused_leaves_its_key_free(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, miss_limit=1) as clinic:
        await check(clinic, by_identifier(), key=None)
        assert (await check(clinic, by_identifier())).status_code == 429
        await clinic.publish(builders.person())
        a_minute_ago = "UPDATE eligibility_published.disclosures SET checked_at = checked_at - interval '1 min'"
        await clinic.admin.execute(a_minute_ago)
        answer = await check(clinic, by_identifier(), client_id="another-desk")
        assert answer.json()["validity"] == "valid"


async def test_after_a_day_a_key_is_free_again(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = (await check(clinic, by_identifier())).json()
    await clinic.admin.execute("UPDATE eligibility.idempotency_keys SET taken_at = taken_at - interval '24 h'")

    fresh = (await check(clinic, by_identifier(as_of="2026-11-02"))).json()

    assert fresh["check_id"] != first["check_id"]
    again = (await check(clinic, by_identifier(as_of="2026-11-02"))).json()
    assert again["check_id"] == fresh["check_id"]


async def test_keys_are_forgotten_after_a_day(clinic: Clinic, database: TestDatabase) -> None:
    await check(clinic, by_identifier())
    later = database.settings(clock_offset_s=(CLOCK.offset + timedelta(days=1)).total_seconds())
    async with serving(Edge(create_asgi(later))), asyncio.timeout(20):
        while await clinic.admin.fetchval("SELECT count(*) FROM eligibility.idempotency_keys"):  # noqa: ASYNC110 - asked
            await asyncio.sleep(0.02)


async def test_a_card_goes_by_its_nonce_and_takes_no_key(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}

    assert wrong(await check(clinic, body)) == (422, "request-invalid", "not-with-a-card")
    # Nothing was spent.
    assert (await check(clinic, body, key=None)).json()["validity"] == "valid"
    assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.idempotency_keys") == 0


async def test_a_recheck_that_is_repeated_is_one(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    earlier = (await clinic.check_by_card(card)).json()["check_id"]
    body = {"recheck_of": earlier, "purpose": "CLAIM"}

    answers = await asyncio.gather(*(check(clinic, body) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["check_id"] != earlier
    other = await check(clinic, {**body, "client_reference": "other"})
    assert other.json()["type"] == "urn:onshi:problem:idempotency-key-reused"


async def test_a_check_by_name_that_is_repeated_is_one(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.open_to("EMERGENCY")
    person = {"name": "誰か", "name_kana": "ダレカ", "birthdate": "1985-04-12", "sex": "female", "address": "東京都"}
    body = {"demographics": person, "purpose": "EMERGENCY"}

    first = await check(clinic, body)

    assert first.json()["method"] == "demographics"
    assert (await check(clinic, body)).json() == first.json()
    assert (await check(clinic, body, key="k-2")).json()["check_id"] != first.json()["check_id"]


async def test_a_bulk_request_that_is_repeated_is_one_reception(clinic: Clinic) -> None:
    body = {"items": [{"item_reference": "p-1", "insured": INSURED}]}

    answers = await asyncio.gather(*(hand_in(clinic, body) for _ in range(4)))

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.text for answer in answers}) == 1
    assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.bulk_receptions") == 1
    for another in (await hand_in(clinic, {**body, "client_reference": "f-1"}), await check(clinic, by_identifier())):
        assert another.json()["type"] == "urn:onshi:problem:idempotency-key-reused"
    fresh = await hand_in(clinic, body, key="k-2")
    assert fresh.json()["reception_number"] != answers[0].json()["reception_number"]


async def test_a_reception_that_was_taken_away_is_not_made_again_by_its_key(clinic: Clinic) -> None:
    body = {"items": [{"item_reference": "p-1", "insured": INSURED}]}
    number = (await hand_in(clinic, body)).json()["reception_number"]
    await clinic.http.delete(f"/v1/bulk-checks/{number}", headers=clinic.headers())

    answer = await hand_in(clinic, body)

    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")


async def hand_in(clinic: Clinic, body: Any, key: str = "k-1") -> httpx.Response:
    headers = clinic.headers() | {"Idempotency-Key": key}
    return await clinic.http.post("/v1/bulk-checks", json=body, headers=headers)


def wrong(answer: httpx.Response) -> tuple[int, str, str]:
    """Status, code, and what is wrong with the header."""
    problem = answer.json()
    (violation,) = problem["errors"]
    assert violation["pointer"] == "/header/idempotency-key"
    return answer.status_code, problem["type"].removeprefix("urn:onshi:problem:"), violation["code"]


@pytest.mark.parametrize(("sent", "again"), [('"k-1"', "k-1"), ("k-1", '"k-1"'), (r'"a\"b\\c"', r'a"b\c')])
async def test_a_quoted_key_is_the_same_key(clinic: Clinic, sent: str, again: str) -> None:
    await clinic.publish(builders.person())
    first = (await check(clinic, by_identifier(), key=sent)).json()
    assert (await check(clinic, by_identifier(), key=again)).json() == first


async def test_two_keys_are_none(clinic: Clinic) -> None:
    headers = [*clinic.headers().items(), ("Idempotency-Key", "k-1"), ("Idempotency-Key", "k-1")]
    bodies = {
        "/v1/checks": by_identifier(),
        "/v1/bulk-checks": {"items": [{"item_reference": "p-1", "insured": INSURED}]},
    }
    for path, body in bodies.items():
        answer = await clinic.http.post(path, json=body, headers=headers)
        assert wrong(answer) == (422, "request-invalid", "repeated")


async def test_neither_key_nor_numbers_are_kept(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await check(clinic, by_identifier(), key="patient-1024")
    (row,) = await clinic.admin.fetch("SELECT * FROM eligibility.idempotency_keys")
    assert "1024" not in " ".join(str(row[name]) for name in ("holder", "key_digest", "body_digest"))


@pytest.mark.parametrize("key", ["", "x" * 101, "a\tb", "é", '"', '""', '"a', '"a";p=1', '"a" "b"', '"é"'])
async def test_a_key_that_is_none_is_refused(clinic: Clinic, key: str) -> None:
    headers = [(b"idempotency-key", key.encode("latin-1"))]
    headers += [(b"authorization", f"Bearer {clinic.token()}".encode())]
    answer = await clinic.http.post("/v1/checks", json=by_identifier(), headers=headers)
    assert wrong(answer) == (422, "request-invalid", "invalid")


async def test_a_my_number_is_no_key(clinic: Clinic) -> None:
    answer = await check(clinic, by_identifier(), key="1234-5678-9018")
    assert answer.json()["type"] == "urn:onshi:problem:my-number-not-accepted"
    assert "9018" not in answer.text
