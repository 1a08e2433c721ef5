"""A further generation: ten years from its day on, vouched for by the one before."""

from dataclasses import replace
from datetime import date

import pytest
from cryptography import x509

from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.keys import KeyKind, kind_of_key
from services.jpki.authority.rules.rollover import due_on, key_kind_due, make_next, must_be_next, must_be_same
from services.jpki.cards.rules.issuance import newest_in_force
from shared.errors import AlreadyExists, RequestInvalid

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture(scope="module")
def third() -> Authority:
    return make_authority(3, TODAY)


@pytest.fixture(scope="module")
def fourth(third: Authority) -> Authority:
    return make_next(third, TODAY, TOMORROW, KeyKind.P_384)


def test_it_bears_the_same_name_and_its_own_key(third: Authority, fourth: Authority) -> None:
    assert (fourth.name, fourth.kind, fourth.generation) == (third.name, third.kind, 4)
    assert fourth.key_id != third.key_id
    assert kind_of_key(fourth.private_key) is KeyKind.P_384
    assert (fourth.first_day, fourth.last_day) == (date(2026, 11, 20), date(2036, 11, 19))
    fourth.certificate.verify_directly_issued_by(fourth.certificate)


def test_the_old_key_certifies_the_new_one_and_no_longer_than_its_own_root_lasts(
    third: Authority, fourth: Authority
) -> None:
    assert fourth.link is not None
    link = x509.load_der_x509_certificate(fourth.link)
    link.verify_directly_issued_by(third.certificate)
    assert link.public_key() == fourth.certificate.public_key()
    assert link.not_valid_after_utc == third.certificate.not_valid_after_utc


def test_it_issues_from_its_day_on(third: Authority, fourth: Authority) -> None:
    assert newest_in_force([third, fourth], TODAY) is third
    assert newest_in_force([third, fourth], TOMORROW) is fourth


def test_the_next_is_due_four_years_after_the_last(third: Authority, fourth: Authority) -> None:
    assert due_on(third) == date(2027, 7, 16)
    assert due_on(fourth) == date(2030, 11, 20)


def test_p_384_comes_with_the_next_card() -> None:
    assert [key_kind_due(date(2027, 7, 16)), key_kind_due(date(2031, 7, 16))] == [KeyKind.RSA_2048, KeyKind.P_384]


def test_only_the_next_number_is_made_and_no_day_that_has_passed() -> None:
    must_be_next(4, 3, None, TODAY)
    must_be_next(4, 3, TODAY, TODAY)
    for generation, day in ((3, None), (5, None), (4, date(2026, 11, 19))):
        with pytest.raises(RequestInvalid):
            must_be_next(generation, 3, day, TODAY)
    with pytest.raises(RequestInvalid) as refused:
        must_be_next(7, 3, date(2026, 1, 1), TODAY)
    assert [violation.pointer for violation in refused.value.violations] == ["/generation", "/issues_from"]


def test_the_same_again_is_the_same_only_when_it_was_made_so(fourth: Authority) -> None:
    must_be_same(fourth, KeyKind.P_384, None)
    must_be_same(fourth, KeyKind.P_384, TOMORROW)
    for key_kind, day in ((KeyKind.RSA_2048, None), (KeyKind.P_384, TODAY)):
        with pytest.raises(AlreadyExists):
            must_be_same(fourth, key_kind, day)


def test_no_repr_shows_its_key(fourth: Authority) -> None:
    assert "private" not in repr(replace(fourth, link=None)).lower()
