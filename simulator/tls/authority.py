"""A CA that issues for one simulator alone. It has nothing to do with the simulated J-LIS, whose CAs are of cards."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from simulator.personas.credentials import SeededInstitution

INSTITUTION_URN = "urn:onshi:institution:"
"""Begins the name (URI) by which a client certificate says whose it is; the 医療機関コード follows."""
_OWNER = "onshi (unofficial simulator)"
_EARLIER = timedelta(days=1)
"""Clocks of containers and guests differ."""
_CA_LIVES = timedelta(days=3650)
_SERVER_LIVES = timedelta(days=397)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate and its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def pem(self) -> bytes:
        """Return both in one file, the certificate first, as curl, OpenSSL and httpx take them."""
        return self.certificate_pem() + self.key_pem()

    def certificate_pem(self) -> bytes:
        """Return the certificate."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """Return the private key, which is not encrypted."""
        return self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )


def make_authority(now: datetime) -> Issued:
    """Return a new CA, which lives for ten years."""
    key = ec.generate_private_key(ec.SECP256R1())
    key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # Part of the key's id: else nobody can tell two of them apart in a list of trusted CAs.
    name = _name(f"onshi simulator CA {key_id.digest.hex()[:8]}")
    builder = (
        _builder(name, name, key, now, now + _CA_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .add_extension(key_id, critical=False)
    )
    return Issued(builder.sign(key, hashes.SHA256()), key)


def issue_server(authority: Issued, names: Iterable[str], now: datetime) -> Issued:
    """Return a certificate for a server that is reached by ``names``: host names and addresses."""
    general = [_general_name(name) for name in dict.fromkeys(names)]
    ends = min(now + _SERVER_LIVES, authority.certificate.not_valid_after_utc)
    return _issue(authority, "onshi simulator", general, ExtendedKeyUsageOID.SERVER_AUTH, now, ends)


def issue_client(authority: Issued, institution: SeededInstitution, now: datetime) -> Issued:
    """Return a certificate with which clients of ``institution`` come; it lives as long as its CA."""
    whose = x509.UniformResourceIdentifier(INSTITUTION_URN + institution.code)
    ends = authority.certificate.not_valid_after_utc
    return _issue(authority, institution.code, [whose], ExtendedKeyUsageOID.CLIENT_AUTH, now, ends)


def _issue(
    authority: Issued,
    common_name: str,
    names: list[x509.GeneralName],
    purpose: x509.ObjectIdentifier,
    now: datetime,
    ends: datetime,
) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    key_id = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    builder = (
        _builder(_name(common_name), issuer.subject, key, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id), critical=False)
    )
    return Issued(builder.sign(authority.key, hashes.SHA256()), key)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(ends)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _OWNER),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
