"""Which certificates may be pinned: roots, and of the simulated J-LIS unless another authority's were asked for."""

from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from services.jpki.authority.rules.generations import make_authority
from services.registry.trust.rules.roots import read_root_certificates
from shared.errors import RequestInvalid

OURS = make_authority(3, date(2026, 11, 20)).certificate


def made(name: str, *, is_ca: bool = True) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )


def pem_of(*certificates: x509.Certificate) -> str:
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)


def refused(pem: str, *, takes_foreign: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(RequestInvalid) as found:
        read_root_certificates(pem, takes_foreign=takes_foreign)
    return [(each.code, each.message.split()[1]) for each in found.value.violations]


def test_a_root_of_the_simulated_authority_is_taken() -> None:
    assert read_root_certificates(pem_of(OURS), takes_foreign=False) == [OURS]


def test_another_authoritys_root_is_taken_only_where_it_was_asked_for() -> None:
    foreign = made("Another Authority")

    assert refused(pem_of(OURS, foreign)) == [("foreign-root", "2")]
    assert read_root_certificates(pem_of(OURS, foreign), takes_foreign=True) == [OURS, foreign]


def test_every_certificate_that_is_no_root_is_named() -> None:
    leaf, foreign = made("JPKI-SIM", is_ca=False), made("Another Authority")

    assert refused(pem_of(leaf, OURS, foreign)) == [("not-a-root", "1"), ("foreign-root", "3")]
    assert refused(pem_of(leaf), takes_foreign=True) == [("not-a-root", "1")]


@pytest.mark.parametrize("text", ["", "no PEM", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"])
def test_a_text_without_certificates_is_refused(text: str) -> None:
    assert refused(text) == [("not-a-root", "is")]
