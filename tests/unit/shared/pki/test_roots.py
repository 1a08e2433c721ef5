"""What is pinned is a self-signed certificate of an authority that names its key, and nothing else."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from shared.pki.profile import SIGNATURE_UNIT
from shared.pki.roots import is_for_signatures, key_id_of_root, load_root

KEY, OTHER = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())


def made(
    *, ca: bool = True, names_key: bool = True, signed_by: ec.EllipticCurvePrivateKey = KEY, unit: str = "a unit"
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2024, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2034, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    if names_key:
        builder = builder.add_extension(x509.SubjectKeyIdentifier(b"the key of it"), critical=False)
    return builder.sign(signed_by, SHA256())


def test_a_root_is_loaded_and_names_its_key() -> None:
    root = load_root(made().public_bytes(Encoding.DER))

    assert key_id_of_root(root) == b"the key of it"


@pytest.mark.parametrize(
    "other",
    [made(ca=False), made(names_key=False), made(signed_by=OTHER)],
    ids=["no-authority", "names-no-key", "not-self-signed"],
)
def test_what_is_no_root_is_not_pinned(other: x509.Certificate) -> None:
    with pytest.raises(ValueError, match="not a"):
        load_root(other.public_bytes(Encoding.DER))


def test_bytes_that_are_no_certificate_are_not_pinned() -> None:
    with pytest.raises(ValueError, match="not a"):
        load_root(b"no certificate")


@pytest.mark.parametrize(("unit", "signs"), [("a unit", False), (SIGNATURE_UNIT, True)])
def test_an_authority_for_signatures_is_told_by_its_unit(unit: str, signs: bool) -> None:
    assert is_for_signatures(made(unit=unit)) is signs
