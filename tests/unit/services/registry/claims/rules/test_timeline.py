"""The timeline against the plainest model there is: a list of writes, asked from the end."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.registry.claims.rules.timeline import Timeline, Version, ranges_of
from shared.domain.codes import Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.domain.insurers import InsurerKind

DAY, INSTANT = date(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC)
BLANK = Coverage("", Insurer("06139018", "組合", InsurerKind.SOCIETY), None, "1", None, Relationship.SELF, DAY)

days = st.integers(0, 12).map(lambda number: DAY + timedelta(days=number))
instants = st.integers(0, 12).map(lambda number: INSTANT + timedelta(hours=number))
lengths = st.one_of(st.none(), st.integers(0, 12))
writes = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 12), lengths, st.integers(0, 12)), max_size=12)


def _coverage(name: str, start: int, length: int | None) -> Coverage:
    acquired_on = DAY + timedelta(days=start)
    lost_on = None if length is None else acquired_on + timedelta(days=length)
    return replace(BLANK, coverage_id=name, acquired_on=acquired_on, lost_on=lost_on)


@given(writes, days, instants)
def test_what_covers_a_day_as_known_at_an_instant_is_the_last_write_by_then(
    written: list[tuple[str, int, int | None, int]], day: date, instant: datetime
) -> None:
    # Each write of a coverage supersedes the one before; two at one instant leave the later.
    log = sorted(
        {(name, hour): (name, start, length, hour) for name, start, length, hour in written}.values(),
        key=lambda write: write[3],
    )
    versions = []
    for name in "abc":
        own = [write for write in log if write[0] == name]
        ends: list[datetime | None] = [INSTANT + timedelta(hours=write[3]) for write in own[1:]]
        for (_, start, length, hour), end in zip(own, [*ends, None], strict=False):
            versions.append(Version(_coverage(name, start, length), INSTANT + timedelta(hours=hour), end))

    expected = set()
    for name in "abc":
        for written_name, start, length, hour in reversed(log):
            if written_name == name and INSTANT + timedelta(hours=hour) <= instant:
                offset = (day - DAY).days
                if start <= offset and (length is None or offset < start + length):
                    expected.add(name)
                break

    covering = Timeline(tuple(versions)).covering(day, instant)
    assert {coverage.coverage_id for coverage in covering} == expected
    assert len(covering) == len(expected)


@given(st.sets(days))
def test_ranges_hold_the_days_and_no_others(wanted: set[date]) -> None:
    listed = [
        first + timedelta(days=number) for first, last in ranges_of(wanted) for number in range((last - first).days + 1)
    ]
    assert listed == sorted(wanted)


def test_ranges_join_days_that_follow_each_other() -> None:
    found = ranges_of([date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 3)])
    assert found == ((date(2026, 1, 31), date(2026, 2, 1)), (date(2026, 2, 3), date(2026, 2, 3)))
