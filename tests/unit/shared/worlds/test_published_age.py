"""How old a copy may be, by what was last seen of it."""

import pytest

from shared.worlds.published_age import PublishedAge


class _Tick:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(
    ("age_s", "is_allowed"),
    [(0.0, True), (30.0, True), (30.1, False), (3600.0, False), (-1.0, True), (-1.1, False), (None, False)],
)
def test_a_copy_is_answered_from_up_to_its_limit_and_where_clocks_agree(age_s: float | None, is_allowed: bool) -> None:
    assert PublishedAge(30.0).allows(age_s) is is_allowed


def test_at_its_source_nothing_is_old() -> None:
    at_source = PublishedAge()

    assert not at_source.is_limited
    assert at_source.allows(None)
    assert at_source.is_current


def test_what_was_seen_grows_older_by_itself() -> None:
    tick = _Tick()
    age = PublishedAge(30.0, tick)
    begun = age.begin()
    # The reading took half a second, which counts.
    tick.seconds += 0.5
    age.saw(2.0, begun)

    assert age.seconds == 2.5
    assert age.is_current
    tick.seconds += 27.5
    assert age.is_current
    tick.seconds += 0.25
    assert not age.is_current


def test_before_the_first_look_and_without_a_beat_nothing_is_current() -> None:
    age = PublishedAge(30.0, _Tick())

    assert age.seconds is None
    assert not age.is_current
    age.saw(1.0, age.begin())
    assert age.is_current
    age.saw(None, age.begin())
    assert not age.is_current
