"""Odd certificates of pinned roots, and proofs spelled in another way, presented for 初回登録."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import ProofClaims
from tests import builders
from tests.clinic import LONG_AGO
from tests.odd_certificates.leaf import KEY, usual_leaf
from tests.odd_certificates.leaves import ALL
from tests.odd_certificates.signatures import p384_proof, with_the_other_half
from tests.service.registry.caller import CLINIC, PERSON, RegistryCaller, problem, running_registry
from tests.worlds import CLOCK, TestDatabase

REGISTRATIONS = "/v1/card-registrations"
DESCRIBED = {"name": "見本花子", "birthdate": "1985-04-01", "sex": "female", "address": "見本区一丁目"}


@pytest.fixture
async def operator(
    database: TestDatabase, tmp_path: Path, authorities: dict[int, Authority]
) -> AsyncIterator[RegistryCaller]:
    """Of a registry that pins the simulated roots."""
    roots = [authority.certificate.public_bytes(Encoding.PEM).decode() for authority in authorities.values()]
    async with running_registry(database, tmp_path) as operator:
        await operator.make("/v1/trust-roots", {"certificates_pem": "".join(roots)})
        await operator.make("/v1/institutions", CLINIC)
        yield operator


@pytest.mark.parametrize("name", ["never-ends", "grace-beyond-calendar", "ended-in-1950", "ca-true"])
async def test_an_odd_certificate_registers_nobody(
    name: str, operator: RegistryCaller, authorities: dict[int, Authority]
) -> None:
    odd = ALL[name]
    proof = builders.proof(KEY, odd.leaf.signed_by(authorities[3]), _claims())
    reader = await operator.client("reader", institution_codes=[CLINIC["institution_code"]])

    answer = await reader.post(REGISTRATIONS, {"presence_proof": proof, "person": DESCRIBED, "channel": "reader"})

    assert problem(answer) == (422, odd.code)


async def test_the_other_half_registers_no_second_time(
    operator: RegistryCaller, database: TestDatabase, authorities: dict[int, Authority]
) -> None:
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(
        "INSERT INTO registry_published.status_lists (authority_key_id, this_update, next_update, known_from)"
        " VALUES ($1,$2,$3,$4)",
        authorities[3].key_id,
        CLOCK.now(),
        CLOCK.now() + timedelta(hours=12),
        LONG_AGO,
    )
    await admin.close()
    await operator.make("/v1/persons", PERSON)
    key = ec.generate_private_key(ec.SECP384R1())
    proof = p384_proof(key, usual_leaf(public_key=key.public_key()).signed_by(authorities[3]), _claims())
    body = {"person_id": PERSON["person_id"], "channel": "portal"}

    first = await operator.post(REGISTRATIONS, {**body, "presence_proof": proof})
    again = await operator.post(REGISTRATIONS, {**body, "presence_proof": with_the_other_half(proof)})

    assert first.status_code == 201, first.text
    assert problem(again) == (409, "nonce-used")


def _claims() -> dict[str, Any]:
    return builders.claims("any", CLOCK.now(), aud="onshi-registration", institution=CLINIC["institution_code"])


async def test_every_odd_proof_is_refused_for_a_registration_as_in_a_check(
    operator: RegistryCaller, authorities: dict[int, Authority]
) -> None:
    reader = await operator.client("reader", institution_codes=[CLINIC["institution_code"]])
    certificate = issue_certificate(
        authorities[3],
        KEY.public_key(),
        common_name="SIM0000000001A",
        serial_number=5001,
        not_before=CLOCK.now().replace(microsecond=0) - timedelta(days=365),
        not_after=CLOCK.now().replace(microsecond=0) + timedelta(days=365),
        policy=AUTHENTICATION_POLICY,
    )
    # The registry gives out no nonces, and tells of a card that nobody registered that it is not.
    others = {each.id for each in ODD_PROOFS.values() if each.forge is None or each.step in ("nonce", "person")}
    wrong = {}
    for name in sorted(ODD_PROOFS.keys() - others - {"aud-registration"}):
        odd = ODD_PROOFS[name]
        assert odd.forge is not None
        hand = Hand(ProofClaims(**_claims()), KEY, certificate, 3, authorities, CLOCK.now())
        answer = await reader.post(f"{REGISTRATIONS}/lookup", {"presence_proof": odd.forge(hand)})
        if answer.json().get("type") != f"urn:onshi:problem:{odd.code}":
            wrong[name] = (answer.status_code, answer.json().get("type"))
    # The length of a proof is in the document of this operation: the form of the body comes first.
    assert wrong == {"x5c-16-kib": (422, "urn:onshi:problem:request-invalid")}
