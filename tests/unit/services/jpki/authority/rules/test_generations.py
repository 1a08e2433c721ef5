from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import new_private_key
from services.jpki.authority.rules.leaves import certificate_end, issue_certificate
from services.jpki.authority.rules.profile import CaKind, last_second
from shared.clock import start_of_day
from shared.errors import CertificateExpired, CertificateUntrusted, CertificateWrongKind
from shared.pki.certificate_life import CertificateState
from shared.pki.path import CertificateVerifier
from shared.pki.profile import ANDROID_POLICY, AUTHENTICATION_POLICY, SIGNATURE_POLICY
from shared.pki.roots import load_root

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def authorities() -> list[Authority]:
    return [make_authority(generation, date(2026, 11, 20)) for generation in (1, 2, 3)]


@pytest.fixture(scope="module")
def holder_key() -> rsa.RSAPrivateKey:
    return new_private_key()


def issued(
    authority: Authority,
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    *,
    first: date = date(2025, 10, 27),
    last: date = date(2030, 2, 17),
    policy: x509.ObjectIdentifier = AUTHENTICATION_POLICY,
) -> x509.Certificate:
    return issue_certificate(
        authority,
        key,
        common_name="SIM0000000000000000000A",
        serial_number=4096,
        not_before=start_of_day(first),
        not_after=last_second(last),
        policy=policy,
    )


def verifier(*authorities: Authority) -> CertificateVerifier:
    return CertificateVerifier([load_root(each.certificate.public_bytes(Encoding.DER)) for each in authorities])


def test_all_generations_bear_one_name(authorities: list[Authority]) -> None:
    names = {each.certificate.subject.rfc4514_string() for each in authorities}

    assert names == {
        "OU=Simulated by onshi\\, no authority,OU=JPKI-SIM for user authentication,O=JPKI-SIM,C=JP",
    }
    assert len({each.key_id for each in authorities}) == 3


def test_on_the_reference_day_the_generations_last_as_the_real_ones_do(authorities: list[Authority]) -> None:
    assert [(each.first_day, each.last_day) for each in authorities] == [
        (date(2015, 10, 20), date(2025, 10, 19)),
        (date(2019, 9, 14), date(2029, 9, 14)),
        (date(2023, 7, 16), date(2033, 7, 15)),
    ]
    assert authorities[0].certificate.not_valid_after_utc == datetime(2025, 10, 19, 14, 59, 59, tzinfo=UTC)


def test_another_reference_day_moves_every_generation_as_far() -> None:
    moved = make_authority(1, date(2026, 11, 27))

    assert (moved.first_day, moved.last_day) == (date(2015, 10, 27), date(2025, 10, 26))


def test_a_root_has_the_extensions_of_the_real_ones(authorities: list[Authority]) -> None:
    extensions = authorities[2].certificate.extensions

    assert [(extension.oid, extension.critical) for extension in extensions] == [
        (ExtensionOID.KEY_USAGE, True),
        (ExtensionOID.SUBJECT_ALTERNATIVE_NAME, False),
        (ExtensionOID.BASIC_CONSTRAINTS, True),
        (ExtensionOID.CRL_DISTRIBUTION_POINTS, False),
        (ExtensionOID.SUBJECT_KEY_IDENTIFIER, False),
    ]
    key = authorities[2].certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert (key.key_size, key.public_numbers().e) == (2048, 65537)


def test_a_leaf_names_nobody(authorities: list[Authority], holder_key: rsa.RSAPrivateKey) -> None:
    leaf = issued(authorities[2], holder_key.public_key())

    assert [attribute.oid for attribute in leaf.subject] == [NameOID.COUNTRY_NAME, NameOID.COMMON_NAME]
    policies = leaf.extensions.get_extension_for_oid(ExtensionOID.CERTIFICATE_POLICIES)
    assert policies.critical
    with pytest.raises(x509.ExtensionNotFound):
        leaf.extensions.get_extension_for_oid(ExtensionOID.SUBJECT_ALTERNATIVE_NAME)


@pytest.mark.parametrize("index", [1, 2])
def test_a_leaf_is_verified_by_the_generation_that_issued_it(
    authorities: list[Authority], holder_key: rsa.RSAPrivateKey, index: int
) -> None:
    leaf = issued(authorities[index], holder_key.public_key(), last=date(2029, 2, 17))

    verified, state = verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)

    assert verified.authority_key_id == authorities[index].key_id
    assert verified.serial_number == 4096
    assert verified.carrier == "card"
    assert state is CertificateState.CURRENT


def test_the_policy_says_what_carries_the_key(authorities: list[Authority], holder_key: rsa.RSAPrivateKey) -> None:
    leaf = issued(authorities[2], holder_key.public_key(), policy=ANDROID_POLICY)

    verified, _ = verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)

    assert verified.carrier == "android"


def test_a_leaf_of_another_world_s_authority_is_untrusted(
    authorities: list[Authority], holder_key: rsa.RSAPrivateKey
) -> None:
    leaf = issued(make_authority(3, date(2026, 11, 20)), holder_key.public_key())

    with pytest.raises(CertificateUntrusted):
        verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)


def test_a_leaf_that_outlives_its_root_is_untrusted(
    authorities: list[Authority], holder_key: rsa.RSAPrivateKey
) -> None:
    leaf = issued(authorities[1], holder_key.public_key(), last=date(2030, 2, 17))

    with pytest.raises(CertificateUntrusted):
        verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)


def test_a_leaf_of_the_expired_generation_is_over_and_past_its_grace(
    authorities: list[Authority], holder_key: rsa.RSAPrivateKey
) -> None:
    leaf = issued(authorities[0], holder_key.public_key(), first=date(2019, 9, 1), last=date(2024, 2, 17))

    with pytest.raises(CertificateExpired):
        verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)


def test_a_signature_certificate_is_of_the_wrong_kind(
    authorities: list[Authority], holder_key: rsa.RSAPrivateKey
) -> None:
    leaf = issue_certificate(
        authorities[2],
        holder_key.public_key(),
        common_name="SIM0000000000000000000A",
        serial_number=4097,
        not_before=start_of_day(date(2025, 10, 27)),
        not_after=last_second(date(2030, 2, 17)),
        policy=SIGNATURE_POLICY,
        kind=CaKind.SIGNATURE,
    )

    assert leaf.extensions.get_extension_for_class(x509.KeyUsage).value.content_commitment
    with pytest.raises(CertificateWrongKind):
        verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)


def test_a_leaf_with_the_next_card_s_key_is_accepted(authorities: list[Authority]) -> None:
    leaf = issued(authorities[2], ec.generate_private_key(ec.SECP384R1()).public_key())

    _, state = verifier(*authorities).verify(leaf.public_bytes(Encoding.DER), NOON)

    assert state is CertificateState.CURRENT


@pytest.mark.parametrize(
    ("birthdate", "issued_on", "last_day"),
    [
        (date(1980, 2, 17), date(2025, 10, 27), date(2030, 2, 17)),
        (date(1980, 12, 1), date(2025, 10, 27), date(2029, 12, 1)),
        (date(1980, 10, 27), date(2025, 10, 27), date(2030, 10, 27)),
        (date(1980, 10, 28), date(2025, 10, 27), date(2029, 10, 28)),
        (date(2025, 10, 27), date(2025, 10, 27), date(2030, 10, 27)),
        (date(2000, 2, 29), date(2025, 10, 27), date(2030, 2, 28)),
        (date(2000, 2, 29), date(2023, 10, 27), date(2028, 2, 29)),
        (date(2000, 2, 29), date(2025, 2, 28), date(2030, 2, 28)),
        (date(2000, 2, 29), date(2024, 2, 28), date(2028, 2, 29)),
    ],
)
def test_a_certificate_ends_with_the_fifth_birthday_after_its_issue(
    birthdate: date, issued_on: date, last_day: date
) -> None:
    assert certificate_end(birthdate, issued_on) == last_day


def test_a_certificate_ends_with_its_card_when_that_is_earlier() -> None:
    assert certificate_end(date(1980, 2, 17), date(2025, 10, 27), date(2027, 2, 17)) == date(2027, 2, 17)
    assert certificate_end(date(1980, 2, 17), date(2025, 10, 27), date(2035, 2, 17)) == date(2030, 2, 17)


def test_a_certificate_never_outlives_its_authority() -> None:
    end = certificate_end(date(1980, 2, 17), date(2029, 10, 27), authority_end=date(2033, 7, 15))

    assert end == date(2033, 7, 15)


def test_an_authority_s_repr_does_not_show_its_key(authorities: list[Authority]) -> None:
    assert "private_key" not in repr(authorities[0])
