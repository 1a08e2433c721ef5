"""Odd certificates of pinned roots, and proofs spelled in another way, presented for 初回登録."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority
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


def _claims() -> dict[str, object]:
    return builders.claims("any", CLOCK.now(), aud="onshi-registration", institution=CLINIC["institution_code"])
