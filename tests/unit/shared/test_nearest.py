import pytest

from shared.nearest import did_you_mean, nearest

KNOWN = ("nonce-used", "nonce-expired", "pin-blocked")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("nonce-usd", "nonce-used"),
        ("NONCE-USED", "nonce-used"),
        ("pinblocked", "pin-blocked"),
    ],
)
def test_the_nearest_comes_first(name: str, found: str) -> None:
    assert nearest(name, KNOWN)[0] == found


@pytest.mark.parametrize("name", ["", "zzzz", "資格", "nonce-used" * 11])
def test_what_is_like_nothing_is_offered_nothing(name: str) -> None:
    assert nearest(name, KNOWN) == []


def test_a_name_is_offered_as_it_is_written() -> None:
    assert nearest("limitcategory:b9", ["LimitCategory:B09"]) == ["LimitCategory:B09"]


def test_the_end_of_a_sentence() -> None:
    assert did_you_mean(["a", "b"], "`onshi personas` lists them") == "; did you mean a or b?"
    assert did_you_mean([], "`onshi personas` lists them") == "; `onshi personas` lists them"
    assert did_you_mean([]) == ""
