"""Odd certificates of pinned roots, presented for 初回登録."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules import Authority
from tests import builders
from tests.odd_certificates.leaf import KEY
from tests.odd_certificates.leaves import ALL
from tests.service.registry.caller import CLINIC, problem, running_registry
from tests.worlds import CLOCK, TestDatabase

DESCRIBED = {"name": "見本花子", "birthdate": "1985-04-01", "sex": "female", "address": "見本区一丁目"}


@pytest.mark.parametrize(
    "name", ["it never ends", "its grace ends after the calendar", "it ended in 1950", "it is a CA"]
)
async def test_an_odd_certificate_registers_nobody(
    name: str, database: TestDatabase, tmp_path: Path, authorities: dict[int, Authority]
) -> None:
    odd = ALL[name]
    roots = [authority.certificate.public_bytes(Encoding.PEM).decode() for authority in authorities.values()]
    payload = builders.claims("any", CLOCK.now(), aud="onshi-registration", institution=CLINIC["institution_code"])
    proof = builders.proof(KEY, odd.leaf.signed_by(authorities[3]), payload)
    async with running_registry(database, tmp_path) as operator:
        await operator.make("/v1/trust-roots", {"certificates_pem": "".join(roots)})
        await operator.make("/v1/institutions", CLINIC)
        reader = await operator.client("reader", institution_codes=[CLINIC["institution_code"]])
        answer = await reader.post(
            "/v1/card-registrations", {"presence_proof": proof, "person": DESCRIBED, "channel": "reader"}
        )

    assert problem(answer) == (422, odd.code)
