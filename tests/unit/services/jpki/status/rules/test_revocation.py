from datetime import UTC, date, datetime

import pytest
from cryptography import x509

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.status.rules.revocation import (
    Revocation,
    RevocationReason,
    build_revocation_list,
    is_of_its_day,
)
from shared.pki.revocation_list import RevocationListInvalid, read_revocation_list

NOON = datetime(2026, 11, 20, 3, 0, 0, 999, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return make_authority(3, date(2026, 11, 20))


def test_the_list_gives_each_serial_with_its_reason(authority: Authority) -> None:
    revoked = [
        Revocation(4096 + index, reason, datetime(2026, 11, 19, 3, 0, tzinfo=UTC))
        for index, reason in enumerate(RevocationReason)
    ]

    read = read_revocation_list(
        build_revocation_list(authority, revoked, 7, NOON), {authority.key_id: authority.certificate}
    )

    assert [(entry.serial_number, entry.reason) for entry in read.revocations] == [
        (4096, "unspecified"),
        (4097, "keyCompromise"),
        (4098, "cACompromise"),
        (4099, "affiliationChanged"),
        (4100, "superseded"),
        (4101, "cessationOfOperation"),
        (4102, "certificateHold"),
    ]
    assert {entry.revoked_at for entry in read.revocations} == {datetime(2026, 11, 19, 3, 0, tzinfo=UTC)}


def test_an_empty_list_lasts_two_days(authority: Authority) -> None:
    der = build_revocation_list(authority, [], 1, NOON)
    read = read_revocation_list(der, {authority.key_id: authority.certificate})

    assert read.revocations == ()
    assert read.this_update == datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert read.next_update == datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    number = x509.load_der_x509_crl(der).extensions.get_extension_for_class(x509.CRLNumber)
    assert number.value.crl_number == 1


@pytest.mark.parametrize(
    ("at", "is_current"),
    [
        (datetime(2026, 11, 20, 3, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 20, 14, 59, 59, tzinfo=UTC), True),
        # Midnight in Japan.
        (datetime(2026, 11, 20, 15, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 2, 59, 59, tzinfo=UTC), False),
    ],
)
def test_a_list_is_of_one_day_in_japan(at: datetime, is_current: bool) -> None:
    assert is_of_its_day(datetime(2026, 11, 20, 3, 0, tzinfo=UTC), at) is is_current


def test_an_unspecified_reason_is_left_out_as_the_standard_asks(authority: Authority) -> None:
    der = build_revocation_list(authority, [Revocation(4096, RevocationReason.UNSPECIFIED, NOON)], 1, NOON)

    (entry,) = x509.load_der_x509_crl(der)
    assert len(entry.extensions) == 0


def test_another_generation_s_list_is_not_trusted(authority: Authority) -> None:
    other = make_authority(3, date(2026, 11, 20))

    with pytest.raises(RevocationListInvalid):
        read_revocation_list(build_revocation_list(other, [], 1, NOON), {authority.key_id: authority.certificate})
