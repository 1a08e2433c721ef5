"""What it costs to verify a presence proof, in microseconds: by a certificate that was never seen, and by one that was.

    python -m loadtests.figures.verify_cost [--rounds 300]

One process, no database: reading the proof, its chain to a pinned root, its signature; the median of each, for RSA-2048
as cards have it and for P-384 as the next card is to have it.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import PATTERN_DAY, make_authority
from services.jpki.authority.rules.keys import KeyKind, new_key
from services.jpki.authority.rules.leaves import issue_certificate
from services.jpki.authority.rules.profile import CaKind
from services.jpki.cards.rules.presence import sign_presence_proof
from shared.domain.purposes import PurposeOfUse
from shared.pki.path import CertificateVerifier
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import ProofClaims, parse_proof, verify_signature

_NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
_CLAIMS = ProofClaims(
    aud="onshi-eligibility",
    nonce="a-nonce-of-one-check",
    institution="9910000018",
    purpose=PurposeOfUse.CARE_VISIT,
    iat=int(_NOW.timestamp()),
    holder_verification="pin",
)


def costs(kind: KeyKind, rounds: int) -> dict[str, float]:
    """Return the median microseconds of each part, for cards with keys of ``kind``."""
    authority = make_authority(3, PATTERN_DAY, CaKind.AUTHENTICATION, kind)
    key = new_key(kind)
    leaves = [
        issue_certificate(
            authority,
            key.public_key(),
            common_name="SIM0",
            serial_number=serial,
            not_before=_NOW - timedelta(days=1),
            not_after=_NOW + timedelta(days=900),
            policy=AUTHENTICATION_POLICY,
        ).public_bytes(Encoding.DER)
        for serial in range(1, rounds + 1)
    ]
    text = sign_presence_proof(_CLAIMS, leaves[0], key)
    proof, verifier = parse_proof(text), CertificateVerifier([authority.certificate])
    cold = [_us(lambda der=der: verifier.verify(der, _NOW)) for der in leaves]  # type: ignore[misc]
    warm = [_us(lambda der=der: verifier.verify(der, _NOW)) for der in leaves]  # type: ignore[misc]
    verified, _ = verifier.verify(leaves[0], _NOW)
    return {
        "reading the proof": statistics.median(_us(lambda: parse_proof(text)) for _ in range(rounds)),
        "chain, cold": statistics.median(cold),
        "chain, warm": statistics.median(warm),
        "signature": statistics.median(
            _us(lambda: verify_signature(proof, verified.public_key)) for _ in range(rounds)
        ),
    }


def _us(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1e6


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=300)
    rounds = parser.parse_args().rounds
    found = {kind.value: costs(kind, rounds) for kind in KeyKind}
    print(f"{'median microseconds':<20}" + "".join(f"{kind:>10}" for kind in found))
    for part in next(iter(found.values())):
        print(f"{part:<20}" + "".join(f"{each[part]:>10.0f}" for each in found.values()))


if __name__ == "__main__":
    main()
