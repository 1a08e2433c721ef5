"""A record's connection breaks while it is stored: it is stored once, and whoever asked gets the answer. About 15 s."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.eligibility.checks.store import for_certain
from services.jpki.authority.rules.generations import Authority
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.cutting_proxy import CuttingProxy, cutting_proxy
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase


@pytest.fixture
async def cut(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> AsyncIterator[tuple[Clinic, CuttingProxy]]:
    async with cutting_proxy(database.urls["eligibility"]) as (proxy, url):
        through = replace(database, urls={**database.urls, "eligibility": url})
        async with clinic_at(through, authorities, card_key) as clinic:
            yield clinic, proxy


def cuts(proxy: CuttingProxy, when: str, times: int = 1) -> None:
    setattr(proxy, f"cuts_{when}_commit", times)


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_check_by_card_is_answered_and_recorded_once(cut: tuple[Clinic, CuttingProxy], when: str) -> None:
    clinic, proxy = cut
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}
    cuts(proxy, when)

    answer = await clinic.check(body)

    assert answer.json()["validity"] == "valid", answer.text
    (record,) = await clinic.records()
    assert str(record["check_id"]) == answer.json()["check_id"]
    again = await clinic.check(body)
    assert again.json()["type"] == "urn:onshi:problem:nonce-used"
    assert again.json()["check_id"] == answer.json()["check_id"]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("key", [None, "k-1"])
async def test_a_check_by_identifiers_too_with_a_key_and_without(
    cut: tuple[Clinic, CuttingProxy], when: str, key: str | None
) -> None:
    clinic, proxy = cut
    await clinic.publish(builders.person())
    headers = clinic.headers() | ({} if key is None else {"Idempotency-Key": key})
    cuts(proxy, when)

    answer = await clinic.http.post("/v1/checks", json=by_identifier(), headers=headers)

    assert answer.json()["validity"] == "valid", answer.text
    (record,) = await clinic.records()
    assert str(record["check_id"]) == answer.json()["check_id"]


async def test_it_may_break_again_and_again(cut: tuple[Clinic, CuttingProxy]) -> None:
    clinic, proxy = cut
    await clinic.publish(builders.person())
    cuts(proxy, "before", times=4)

    answer = await clinic.check(by_identifier())

    assert answer.json()["validity"] == "valid", answer.text
    assert len(await clinic.records()) == 1


async def test_who_cannot_be_told_is_refused_and_told_when_to_come_again(
    cut: tuple[Clinic, CuttingProxy], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(for_certain, "AGAIN_WITHIN_S", 0.2)
    clinic, proxy = cut
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}
    proxy.refuses_from_now = True
    cuts(proxy, "after")

    refused = await clinic.check(body)

    assert refused.json()["type"] == "urn:onshi:problem:database-unavailable"
    assert int(refused.headers["Retry-After"]) > 0
    # It had been committed: whoever sends the same proof again is told which check it was.
    proxy.refuses = False
    (record,) = await clinic.records()
    again = await clinic.check(body)
    assert (again.json()["type"], again.json()["check_id"]) == (
        "urn:onshi:problem:nonce-used",
        str(record["check_id"]),
    )
