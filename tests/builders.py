"""Builders of valid objects for tests; each test changes only what it is about."""

import json
from base64 import b64encode, urlsafe_b64encode
from datetime import date, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from shared.domain.codes import LimitCategory, LimitCertificateKind, Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, LimitCertificate, PersonRecord
from shared.domain.insurers import InsurerKind

PERSON_ID = "0190a000-0000-7000-8000-000000000001"
COVERAGE_ID = "0190a000-0000-7000-8000-000000000101"


def insurer(**more: Any) -> Insurer:
    kind = InsurerKind(more.pop("kind", "society"))
    return Insurer(**{"number": "02999918", "name": "模擬健康保険組合", "kind": kind, **more})


def limit_certificate(**more: Any) -> LimitCertificate:
    return LimitCertificate(
        **{
            "certificate_id": "0190a000-0000-7000-8000-000000000201",
            "kind": LimitCertificateKind.LIMIT,
            "category": LimitCategory.A03,
            "issued_on": date(2026, 8, 1),
            "valid_from": date(2026, 8, 1),
            "valid_to": date(2027, 7, 31),
            **more,
        }
    )


def coverage(**more: Any) -> Coverage:
    return Coverage(
        **{
            "coverage_id": COVERAGE_ID,
            "insurer": insurer(),
            "symbol": "シミュ-1",
            "number": "1024",
            "branch": "01",
            "relationship": Relationship.SELF,
            "acquired_on": date(2020, 4, 1),
            "limit_certificates": (limit_certificate(),),
            **more,
        }
    )


def person(*coverages: Coverage, **more: Any) -> PersonRecord:
    return PersonRecord(
        **{
            "person_id": PERSON_ID,
            "name": "模擬　花子",
            "name_kana": "ﾓｷﾞ ﾊﾅｺ",
            "sex": Sex.FEMALE,
            "birthdate": date(1985, 4, 12),
            "postal_code": "999-0001",
            "address": "模擬県仮想市一丁目1番1号",
            "coverages": coverages or (coverage(),),
            **more,
        }
    )


def claims(nonce: str, at: datetime, **more: Any) -> dict[str, Any]:
    return {
        "aud": "onshi-eligibility",
        "nonce": nonce,
        "institution": "9910000018",
        "purpose": "CARE_VISIT",
        "iat": int(at.timestamp()),
        "holder_verification": "pin",
        "consents": [],
        "prescription_form": None,
        **more,
    }


def proof(key: rsa.RSAPrivateKey, certificate: x509.Certificate, payload: dict[str, Any], **header: Any) -> str:
    """Sign a presence proof as a card would: RS256 over the compact signing input."""
    der = certificate.public_bytes(Encoding.DER)
    head = {"alg": "RS256", "typ": "onshi-presence+jws", "x5c": [b64encode(der).decode()], **header}
    signing_input = f"{_part(json.dumps(head).encode())}.{_part(json.dumps(payload).encode())}"
    signature = key.sign(signing_input.encode(), padding.PKCS1v15(), SHA256())
    return f"{signing_input}.{_part(signature)}"


def _part(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
