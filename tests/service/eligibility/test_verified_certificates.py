"""Cards whose certificate the registry has verified, and cards of which it knows the name alone, checked over HTTP."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from shared.pki.chain import Chain
from tests import builders
from tests.clinic import Card, Clinic
from tests.odd_certificates.leaf import usual_leaf
from tests.worlds import CLOCK

VICTIM = "0190a000-0000-7000-8000-0000000000aa"


@pytest.fixture
def chains(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Return what holds every certificate whose chain is verified from now on."""
    seen: list[bytes] = []
    judge = Chain.judge

    def watched(chain: Chain, der: bytes) -> object:
        seen.append(der)
        return judge(chain, der)

    monkeypatch.setattr(Chain, "judge", watched)
    return seen


def code_of(answer: httpx.Response) -> str:
    return str(answer.json()["type"]).removeprefix("urn:onshi:problem:")


def der_of(card: Card) -> bytes:
    der: bytes = card.certificate.public_bytes(Encoding.DER)
    return der


async def test_a_card_that_the_registry_has_seen_needs_no_chain(clinic: Clinic, chains: list[bytes]) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)

    for _ in range(2):
        answer = await clinic.check_by_card(card)
        assert (answer.status_code, answer.json()["validity"]) == (200, "valid")
        assert answer.json()["certificate_state"] == "current"

    assert chains == []


async def test_a_card_that_was_named_is_verified_once(clinic: Clinic, chains: list[bytes]) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card, is_verified=False)

    for _ in range(2):
        assert (await clinic.check_by_card(card)).json()["validity"] == "valid"

    assert chains == [der_of(card)]


@pytest.mark.parametrize("what", ["by another root", "of other bytes"])
async def test_what_was_verified_otherwise_is_verified_here(clinic: Clinic, chains: list[bytes], what: str) -> None:
    card, another = clinic.card(), clinic.card()
    await clinic.publish(builders.person(), card, is_verified=False)
    if what == "by another root":
        await clinic.publish_verified(card, der_of(card), clinic.authorities[2])
    else:
        await clinic.publish_verified(card, der_of(another), clinic.authorities[3])

    assert (await clinic.check_by_card(card)).json()["validity"] == "valid"

    assert chains == [der_of(card)]


async def test_who_forges_a_certificate_of_a_verified_card_is_refused(clinic: Clinic) -> None:
    """Same issuer and serial number, own key: whatever stands in the tables, those are other bytes."""
    card = clinic.card()
    await clinic.publish(builders.person(person_id=VICTIM), card)
    own_key = rsa.generate_private_key(65537, 2048)
    named = replace(clinic.authorities[3], private_key=own_key)
    forged = usual_leaf(serial_number=card.certificate.serial_number, public_key=own_key.public_key()).signed_by(named)

    answer = await clinic.check_by_card(Card(own_key, forged))

    assert (answer.status_code, code_of(answer)) == (422, "certificate-untrusted")
    (record,) = await clinic.records()
    assert (record["code"], record["person_id"]) == ("certificate-untrusted", None)


async def test_a_verified_card_with_anothers_key_signs_nothing(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    answer = await clinic.check_by_card(Card(rsa.generate_private_key(65537, 2048), card.certificate))
    assert (answer.status_code, code_of(answer)) == (422, "signature-invalid")


async def test_what_is_revoked_after_it_was_verified_counts(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    assert (await clinic.check_by_card(card)).status_code == 200
    await clinic.revoke(card)
    assert code_of(await clinic.check_by_card(card)) == "certificate-revoked"


async def test_what_ended_after_it_was_verified_counts(clinic: Clinic) -> None:
    card = clinic.card(not_after=CLOCK.now() - timedelta(days=200))
    await clinic.publish(builders.person(), card)
    assert code_of(await clinic.check_by_card(card)) == "certificate-expired"
