"""A page for each refusal, with cause and cure in both languages."""

import re

import pytest

from shared.errors import catalogue
from simulator.guide.causes import CAUSES_JA
from simulator.guide.refusals import codes, refusal_page

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龥]")


@pytest.mark.parametrize("code", codes())
def test_every_code_has_cause_and_cure_in_both_languages(code: str) -> None:
    page = refusal_page(code)

    assert page is not None
    assert page.type == f"urn:onshi:problem:{code}"
    for japanese, english in (page.title, page.cause, page.cure):
        assert _JAPANESE.search(japanese)
        assert english
        assert english != japanese


def test_all_of_the_catalogue_and_the_internal_error_have_a_page() -> None:
    assert set(codes()) == {*catalogue(), "internal-error"}


def test_every_cause_is_of_a_code_and_every_code_has_its_cause_in_japanese() -> None:
    """A new code needs its cause in simulator/guide/causes.py."""
    assert set(CAUSES_JA) == set(catalogue())


def test_a_used_nonce_is_told_with_what_to_do() -> None:
    page = refusal_page("nonce-used")

    assert page is not None
    assert page.status == 409
    assert page.cause[1].startswith("The nonce was spent by an earlier check")
    assert '"type": "urn:onshi:problem:nonce-used"' in page.example


def test_a_code_that_is_none_has_no_page() -> None:
    assert refusal_page("never-heard-of") is None
