import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from shared.clock import ShiftedClock
from shared.errors import CertificateExpired
from shared.pki.certificate_life import CertificateState
from shared.pki.proof import parse_proof
from tests.service.jpki.service import code_of, jpki_on, new_card, pinned, present, verified, world_now
from tests.worlds import TestDatabase, shift_to_nine


async def test_a_card_s_proof_is_verified_against_the_published_roots(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answer = await present(client, card, pin="1234", consents=["medication", "checkups"], prescription_form="paper")
        proof, certificate, state = await verified(client, answer)

    assert certificate.authority_key_id.hex() == card["authority_key_id"]
    assert certificate.serial_number == 0x1000
    assert (certificate.carrier, state) == ("card", CertificateState.CURRENT)
    claims = proof.claims
    assert (claims.aud, claims.nonce, claims.institution) == ("onshi-eligibility", "some-nonce", "1312345678")
    assert (claims.purpose.value, claims.holder_verification) == ("CARE_VISIT", "pin")
    assert [kind.value for kind in claims.consents] == ["medication", "checkups"]
    assert claims.prescription_form is not None
    assert claims.prescription_form.value == "paper"
    assert abs(proof.signed_at - world_now()) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("carrier", "pin", "way"),
    [
        ("card", "1234", {"pin": "1234"}),
        ("card", "1234", {"face": True}),
        ("card", "1234", {"visual": True}),
        ("card", None, {"face": True}),
        ("android", "1234", {"pin": "1234"}),
        ("iphone", None, {"device_biometric": True}),
    ],
)
async def test_each_carrier_signs_in_its_own_ways(
    database: TestDatabase, carrier: str, pin: str | None, way: dict[str, Any]
) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, carrier=carrier, pin=pin)
        proof, certificate, _ = await verified(client, await present(client, card, **way))

    assert certificate.carrier == carrier
    assert [proof.claims.holder_verification] == list(way)


@pytest.mark.parametrize(
    ("carrier", "pin", "way"),
    [
        ("card", None, {"pin": "1234"}),
        ("card", "1234", {"device_biometric": True}),
        ("android", "1234", {"face": True}),
        ("iphone", None, {"pin": "1234"}),
    ],
)
async def test_other_ways_are_unavailable(
    database: TestDatabase, carrier: str, pin: str | None, way: dict[str, Any]
) -> None:
    async with jpki_on(database) as client:
        answer = await present(client, await new_card(client, carrier=carrier, pin=pin), **way)

    assert (answer.status_code, code_of(answer)) == (422, "verification-unavailable")


@pytest.mark.parametrize(
    "way",
    [
        {},
        {"pin": "1234", "face": True},
        {"face": False},
        {"pin": "1234", "purpose": "CURIOSITY"},
        {"pin": "1234", "consents": ["coverage"]},
        {"pin": "1234", "institution": "131234567"},
        {"pin": "1234", "aud": "elsewhere"},
    ],
)
async def test_what_no_reader_would_show_is_refused(database: TestDatabase, way: dict[str, Any]) -> None:
    async with jpki_on(database) as client:
        answer = await present(client, await new_card(client), **way)

    assert (answer.status_code, code_of(answer)) == (422, "request-invalid")


async def test_a_proof_can_be_for_registration_or_the_portal(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answers = [
            await present(client, card, pin="1234", aud=audience) for audience in ("onshi-registration", "onshi-portal")
        ]

    audiences = [parse_proof(answer.json()["presence_proof"]).claims.aud for answer in answers]
    assert audiences == ["onshi-registration", "onshi-portal"]


async def test_signing_for_the_first_time_many_times_at_once_uses_one_key(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        answers = await asyncio.gather(*(present(client, card, face=True) for _ in range(8)))

    certificates = {parse_proof(answer.json()["presence_proof"]).certificate_der for answer in answers}
    assert len(certificates) == 1


async def test_a_revoked_card_still_signs(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client)
        await client.post(f"/v1/cards/{card['card_id']}/revocation", json={"reason": "keyCompromise"})
        _, certificate, _ = await verified(client, await present(client, card, pin="1234"))

    assert certificate.serial_number == 0x1000


async def test_a_card_in_grace_signs_and_its_state_says_so(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, valid_until="2026-09-30")
        _, _, state = await verified(client, await present(client, card, pin="1234"))

    assert card["not_after"] == "2026-09-30T14:59:59Z"
    assert state is CertificateState.IN_GRACE


async def test_a_card_of_the_expired_generation_signs_and_is_refused_as_expired(database: TestDatabase) -> None:
    async with jpki_on(database) as client:
        card = await new_card(client, issued_on="2016-01-04")
        answer = await present(client, card, pin="1234")
        proof = parse_proof(answer.json()["presence_proof"])
        verifier = await pinned(client)

    assert (card["generation"], card["not_after"]) == (1, "2020-02-17T14:59:59Z")
    with pytest.raises(CertificateExpired):
        verifier.verify(proof.certificate_der, world_now())
    in_its_time = verifier.verify(proof.certificate_der, datetime(2018, 1, 1, tzinfo=UTC))
    assert in_its_time[1] is CertificateState.CURRENT


async def test_the_card_signs_with_the_world_s_clock(database: TestDatabase) -> None:
    async with jpki_on(database, date(2030, 1, 1)) as client:
        answer = await present(client, await new_card(client), pin="1234")

    signed_at = parse_proof(answer.json()["presence_proof"]).signed_at
    assert abs(signed_at - ShiftedClock(shift_to_nine(date(2030, 1, 1))).now()) < timedelta(seconds=10)
