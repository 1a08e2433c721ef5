"""A certificate whose chain was verified elsewhere: recognised by its bytes, its root and today's rules."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import new_private_key
from services.jpki.authority.rules.leaves import issue_certificate
from shared.errors import CertificateExpired, CertificateNotYetValid, CertificateUntrusted, ProofUnreadable
from shared.pki import chain
from shared.pki.certificate_life import CertificateState
from shared.pki.path import CertificateVerifier, VerifiedBefore
from shared.pki.profile import ANDROID_POLICY, AUTHENTICATION_POLICY

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
OURS, OTHER = make_authority(3, NOW.date()), make_authority(2, NOW.date())
KEY = new_private_key()


def issued(
    authority: Authority = OURS,
    ends: datetime = NOW + timedelta(days=900),
    policy: x509.ObjectIdentifier = AUTHENTICATION_POLICY,
) -> bytes:
    return der_of(
        issue_certificate(
            authority,
            KEY.public_key(),
            common_name="somebody",
            serial_number=7,
            not_before=NOW - timedelta(days=100),
            not_after=ends,
            policy=policy,
        )
    )


def der_of(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def verifier(*authorities: Authority) -> CertificateVerifier:
    return CertificateVerifier([each.certificate for each in authorities])


def by_the_registry(der: bytes, authority: Authority = OURS, at: datetime = NOW) -> VerifiedBefore:
    registry = verifier(authority)
    return registry.for_others(der, registry.verify(der, at)[0])


@pytest.fixture
def no_chains(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_chain: object, _der: bytes) -> None:
        raise AssertionError("a chain was verified")

    monkeypatch.setattr(chain.Chain, "judge", refuse)


def test_what_the_registry_has_verified_is_accepted_without_its_chain(request: pytest.FixtureRequest) -> None:
    der = issued()
    before, (by_chain, _) = by_the_registry(der), verifier(OURS).verify(der, NOW)
    request.getfixturevalue("no_chains")
    here = verifier(OURS, OTHER)

    presented = here.present(der, NOW)
    certificate, state = here.accept(presented, before, NOW)

    assert (presented.authority_key_id, presented.serial_number, presented.verified) == (OURS.key_id, 7, None)
    assert presented.digest == sha256(der).digest()
    assert isinstance(certificate.public_key, rsa.RSAPublicKey)
    assert certificate.public_key.public_numbers() == KEY.public_key().public_numbers()
    assert (certificate.authority_key_id, certificate.serial_number) == (by_chain.authority_key_id, 7)
    assert (certificate.algorithm, certificate.life) == (by_chain.algorithm, by_chain.life)
    assert state is CertificateState.CURRENT


def test_once_accepted_it_is_known(request: pytest.FixtureRequest) -> None:
    der, here = issued(), verifier(OURS)
    before = by_the_registry(der)
    request.getfixturevalue("no_chains")
    certificate, _ = here.accept(here.present(der, NOW), before, NOW)

    again = here.present(der, NOW)

    assert again.verified is certificate
    assert here.accept(again, None, NOW)[0] is certificate


def test_other_bytes_under_the_same_name_are_not() -> None:
    stranger = make_authority(3, NOW.date())
    forged = der_of(
        issue_certificate(
            Authority(stranger.generation, OURS.certificate, stranger.private_key),
            KEY.public_key(),
            common_name="somebody else",
            serial_number=7,
            not_before=NOW - timedelta(days=100),
            not_after=NOW + timedelta(days=900),
            policy=AUTHENTICATION_POLICY,
        )
    )
    here = verifier(OURS)
    presented = here.present(forged, NOW)
    assert (presented.authority_key_id, presented.serial_number) == (OURS.key_id, 7)
    for before in (by_the_registry(issued()), None):
        with pytest.raises(CertificateUntrusted):
            here.accept(presented, before, NOW)


def test_a_root_that_is_pinned_no_more_vouches_for_nothing() -> None:
    for here in (verifier(OTHER), verifier()):
        with pytest.raises(CertificateUntrusted):
            here.present(issued(), NOW)


def test_the_mark_of_another_root_does_not_count() -> None:
    # Both are pinned; the mark says that another one has verified it.
    der, here = issued(), verifier(OURS, OTHER)
    before = VerifiedBefore(sha256(der).digest(), by_the_registry(issued(OTHER), OTHER).mark)

    certificate, _ = here.accept(here.present(der, NOW), before, NOW)

    assert certificate.carrier == "card"  # Read with the chain, which was verified here.


def test_a_mark_of_other_rules_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    der = issued()
    before = by_the_registry(der)
    monkeypatch.setattr(chain, "RULES_VERSION", b"chain-later")
    here = verifier(OURS)

    certificate, _ = here.accept(here.present(der, NOW), before, NOW)

    assert certificate.carrier == "card"


def test_its_time_is_judged_at_every_use() -> None:
    der, here = issued(ends=NOW + timedelta(days=10)), verifier(OURS)
    presented = here.present(der, NOW)
    before = by_the_registry(der)
    here.accept(presented, before, NOW)
    for at, refusal in (
        (NOW - timedelta(days=101), CertificateNotYetValid),
        (NOW + timedelta(days=400), CertificateExpired),
    ):
        for each in (here, verifier(OURS)):
            with pytest.raises(refusal):
                each.present(der, at)
        with pytest.raises(refusal):
            here.accept(presented, before, at)


@pytest.mark.parametrize(("policy", "carrier"), [(AUTHENTICATION_POLICY, "card"), (ANDROID_POLICY, "android")])
def test_in_grace_it_is_read_what_carries_the_key(policy: x509.ObjectIdentifier, carrier: str) -> None:
    der, late = issued(ends=NOW + timedelta(days=10), policy=policy), NOW + timedelta(days=40)
    here = verifier(OURS)
    # Recognised in time, and remembered without its carrier.
    certificate, _ = here.accept(here.present(der, NOW), by_the_registry(der), NOW)
    assert certificate.carrier is None
    for each in (here, verifier(OURS)):
        certificate, state = each.accept(each.present(der, late), None, late)
        assert (certificate.carrier, state) == (carrier, CertificateState.IN_GRACE)


def test_what_is_no_certificate_is_refused_at_once() -> None:
    with pytest.raises(ProofUnreadable):
        verifier(OURS).present(b"no certificate", NOW)
