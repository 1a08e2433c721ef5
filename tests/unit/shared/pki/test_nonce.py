from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.identifiers import InstitutionCode
from shared.domain.world_life import WorldLife
from shared.errors import NonceExpired, NonceForeign, NonceUnknown, WorldMismatch
from shared.pki.nonce import NonceMint, first_nonce_at

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OURS, THEIRS = InstitutionCode("0110113719"), InstitutionCode("9910000026")
MINT = NonceMint(b"k" * 32, WorldLife("default"), timedelta(minutes=10), lambda length: b"r" * length)


def test_a_nonce_is_recognised_with_whom_and_when() -> None:
    nonce = MINT.recognise(MINT.issue(OURS, AT), OURS, AT + timedelta(minutes=10))
    assert (nonce.institution_code, nonce.issued_at) == ("0110113719", AT)


def test_a_nonce_is_over_after_its_life() -> None:
    with pytest.raises(NonceExpired):
        MINT.recognise(MINT.issue(OURS, AT), OURS, AT + timedelta(minutes=10, milliseconds=1))


def test_a_nonce_from_far_ahead_is_not_taken() -> None:
    with pytest.raises(NonceExpired):
        MINT.recognise(MINT.issue(OURS, AT), OURS, AT - timedelta(seconds=6))


def test_foreign_outranks_expired() -> None:
    with pytest.raises(NonceForeign):
        MINT.recognise(MINT.issue(THEIRS, AT), OURS, AT + timedelta(days=1))


def test_nonces_sort_by_time() -> None:
    later = MINT.recognise(MINT.issue(OURS, AT + timedelta(milliseconds=1)), OURS, AT + timedelta(seconds=1))
    assert MINT.recognise(MINT.issue(OURS, AT), OURS, AT).value < later.value


@pytest.mark.parametrize("life", [WorldLife("mine"), WorldLife("default", 2)])
def test_what_another_world_or_an_earlier_generation_issued_is_told_from_what_nobody_did(life: WorldLife) -> None:
    other = NonceMint(b"k" * 32, life, timedelta(minutes=10), lambda length: b"r" * length)
    with pytest.raises(WorldMismatch):
        MINT.recognise(other.issue(OURS, AT), OURS, AT)


def test_a_nonce_is_above_the_first_of_its_instant_and_below_that_of_the_next_millisecond() -> None:
    spent = MINT.recognise(MINT.issue(OURS, AT), OURS, AT).value
    assert first_nonce_at(AT) < spent < first_nonce_at(AT + timedelta(milliseconds=1))


def test_a_nonce_of_another_use_is_unknown() -> None:
    portal = NonceMint(
        b"k" * 32, WorldLife("default"), timedelta(minutes=10), lambda length: b"r" * length, use="portal"
    )
    with pytest.raises(NonceUnknown):
        MINT.recognise(portal.issue(OURS, AT), OURS, AT)


@given(st.integers(0, 47), st.characters(codec="utf-8"))
def test_no_other_spelling_is_recognised(place: int, other: str) -> None:
    nonce = MINT.issue(OURS, AT)
    changed = nonce[:place] + other + nonce[place + 1 :]
    if changed != nonce:
        with pytest.raises(NonceUnknown):
            MINT.recognise(changed, OURS, AT)


@given(st.text(max_size=60))
def test_no_text_makes_an_internal_error(text: str) -> None:
    with pytest.raises(NonceUnknown):
        MINT.recognise(text, OURS, AT)
