"""A revocation list (CRL) counts only when a pinned root signed it."""

from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import make_authority
from services.jpki.status.rules.revocation import Revocation, RevocationReason, build_revocation_list
from shared.pki.revocation_list import RevocationListInvalid, read_revocation_list
from tests.odd_certificates.lists import ODD_LISTS, RevokingList

AT = datetime(2026, 11, 20, 3, tzinfo=UTC)
AUTHORITY, OTHER = (make_authority(generation, date(2026, 11, 20)) for generation in (1, 2))
LOST = Revocation(4096, RevocationReason.KEY_COMPROMISE, datetime(2026, 11, 19, 3, tzinfo=UTC))
LIST = build_revocation_list(AUTHORITY, [LOST], 7, AT)


def test_a_signed_list_names_who_was_revoked_why_and_since_when() -> None:
    read = read_revocation_list(LIST, {AUTHORITY.key_id: AUTHORITY.certificate})
    (entry,) = read.revocations
    assert (entry.serial_number, entry.reason, entry.revoked_at) == (4096, "keyCompromise", LOST.revoked_at)
    assert (read.authority_key_id, read.this_update) == (AUTHORITY.key_id, AT)
    assert read.next_update > AT


def test_a_list_of_a_root_that_is_not_pinned_is_none() -> None:
    with pytest.raises(RevocationListInvalid):
        read_revocation_list(LIST, {OTHER.key_id: OTHER.certificate})


def test_a_list_that_another_root_signed_in_the_name_of_a_pinned_one_is_none() -> None:
    with pytest.raises(RevocationListInvalid):
        read_revocation_list(LIST, {AUTHORITY.key_id: OTHER.certificate})


def test_a_list_that_was_changed_or_is_something_else_is_none() -> None:
    changed = bytearray(LIST)
    changed[-1] ^= 1
    assert x509.load_der_x509_crl(bytes(changed)).last_update_utc == AT
    for der in (bytes(changed), b"", AUTHORITY.certificate.public_bytes(Encoding.DER)):
        with pytest.raises(RevocationListInvalid):
            read_revocation_list(der, {AUTHORITY.key_id: AUTHORITY.certificate})


def test_the_odd_lists_are_odd_in_one_thing_only() -> None:
    read = read_revocation_list(RevokingList().signed_by(AUTHORITY), {AUTHORITY.key_id: AUTHORITY.certificate})
    assert [entry.serial_number for entry in read.revocations] == [4096]


@pytest.mark.parametrize("name", ODD_LISTS)
def test_a_list_that_is_not_a_complete_one_of_its_issuer_is_not_used(name: str) -> None:
    with pytest.raises(RevocationListInvalid):
        read_revocation_list(ODD_LISTS[name].signed_by(AUTHORITY), {AUTHORITY.key_id: AUTHORITY.certificate})


def test_what_a_list_says_without_weight_is_passed_over() -> None:
    unknown = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.999.1"), b"\x05\x00")
    reason = (x509.CRLReason(x509.ReasonFlags.superseded), False)
    crl = RevokingList(more=((unknown, False),), of_entry=((unknown, False), reason)).signed_by(AUTHORITY)
    (entry,) = read_revocation_list(crl, {AUTHORITY.key_id: AUTHORITY.certificate}).revocations
    assert entry.reason == "superseded"


def test_a_list_without_end_is_good_for_ever() -> None:
    crl = RevokingList(next_update=datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)).signed_by(AUTHORITY)
    read = read_revocation_list(crl, {AUTHORITY.key_id: AUTHORITY.certificate})
    assert read.next_update == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
