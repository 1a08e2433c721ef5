"""Presence proofs: read, their certificate judged and read, their signature verified, as a check does."""

import json
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import make_authority
from services.jpki.authority.rules.leaves import issue_certificate
from shared.pki.chain import Chain, Rejected, read_verified
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.proof import parse_proof, verify_signature
from tests.fuzz.judging import complaint_about
from tests.fuzz.mutations import changed_bytes, changed_value, written

_DAY = date(2026, 11, 20)
_NOW = datetime(2026, 11, 20, tzinfo=UTC)
_CLAIMS = {
    "aud": "onshi-eligibility",
    "nonce": "A" * 64,
    "institution": "9910000018",
    "purpose": "CARE_VISIT",
    "iat": 1_795_132_800,
    "holder_verification": "pin",
    "consents": ["medication", "diagnosis"],
    "prescription_form": "electronic",
}


class Proofs:
    """Proofs of two cards, RS256 and ES384, changed in their text, header, claims, certificate or signature."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        authority = make_authority(3, _DAY)
        self._chain, self._key_id = Chain([authority.certificate]), authority.key_id
        self.valid: list[bytes] = []
        keys: tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, ...] = (
            rsa.generate_private_key(65537, 2048),
            ec.generate_private_key(ec.SECP384R1()),
        )
        for number, key in enumerate(keys):
            certificate = issue_certificate(
                authority,
                key.public_key(),
                common_name="SIM0000000001A",
                serial_number=1001 + number,
                not_before=_NOW - timedelta(days=365),
                not_after=_NOW + timedelta(days=365),
                policy=AUTHENTICATION_POLICY,
            )
            self.valid.append(_signed(key, certificate.public_bytes(Encoding.DER)))

    def input(self, random: Random) -> bytes:
        """Return one of the proofs with something changed."""
        proof = random.choice(self.valid)
        header, claims, signature = proof.split(b".")
        where = random.randrange(10)
        if where == 0:
            return changed_bytes(proof, random)
        if where == 1:
            header = _encoded(written(changed_value(json.loads(_decoded(header)), random), random))
        elif where <= 4:
            claims = _encoded(written(changed_value(json.loads(_decoded(claims)), random), random))
        elif where <= 8:
            told = json.loads(_decoded(header))
            der = changed_der(b64decode(told["x5c"][0]), random)
            header = _encoded(json.dumps({**told, "x5c": [b64encode(der).decode()]}).encode())
        else:
            signature = _encoded(changed_bytes(_decoded(signature), random))
        return b".".join((header, claims, signature))

    def complaint(self, given: bytes) -> str | None:
        """Read it as a check does, and return what is wrong with what came of it."""
        text = given.decode("utf-8", "surrogatepass") if _is_text(given) else given.decode("latin-1")
        return complaint_about(lambda: self._read(text), text, self.came)

    def _read(self, text: str) -> None:
        proof = parse_proof(text)
        assert proof.signed_at.year >= 0
        judged = self._chain.judge(proof.certificate_der)
        read = read_verified(proof.certificate_der, self._key_id)
        for certificate in (judged, read):
            if certificate is None or isinstance(certificate, Rejected) or certificate.algorithm != proof.algorithm:
                continue
            verify_signature(proof, certificate.public_key)


def changed_der(der: bytes, random: Random) -> bytes:
    """Return a certificate with bytes changed; in half of them one alone, so that it stays DER for long."""
    if random.random() < 0.5:
        return changed_bytes(der, random)
    content = bytearray(der)
    place = random.randrange(len(content))
    content[place] = random.choice(
        (0, 1, 0x30, 0x31, 0x02, 0x03, 0x04, 0x06, 0x17, 0x18, 0x80, 0x84, 0xFF, content[place] ^ 0x20)
    )
    return bytes(content)


def _signed(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, der: bytes) -> bytes:
    algorithm = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "ES384"
    header = {"alg": algorithm, "typ": "onshi-presence+jws", "x5c": [b64encode(der).decode()]}
    signing_input = _encoded(json.dumps(header).encode()) + b"." + _encoded(json.dumps(_CLAIMS).encode())
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(signing_input, padding.PKCS1v15(), SHA256())
    else:
        r, s = decode_dss_signature(key.sign(signing_input, ec.ECDSA(SHA384())))
        signature = r.to_bytes(48, "big") + s.to_bytes(48, "big")
    return signing_input + b"." + _encoded(signature)


def _encoded(content: bytes) -> bytes:
    return urlsafe_b64encode(content).rstrip(b"=")


def _decoded(text: bytes) -> bytes:
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def _is_text(given: bytes) -> bool:
    try:
        given.decode()
    except UnicodeDecodeError:
        return False
    return True
