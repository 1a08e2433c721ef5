"""Near misses: the entries that agree in something, and what differs."""

from simulator.journal.reading import Wanted
from simulator.journal.verifying import Difference, near_misses
from tests.unit.simulator.journal.entries import entry


def test_the_fewest_differences_come_first_then_the_newest() -> None:
    entries = [
        entry(1, code="invalid"),
        entry(2, code="invalid", client_id="pharmacy"),
        entry(3, code="superseded"),
        entry(4, code="invalid", client_id="pharmacy", service="registry"),
    ]

    near = near_misses(entries, Wanted(client_id="clinic", code="valid", service="eligibility"))

    assert [each.entry.seq for each in near] == [3, 1, 2]
    assert near[0].differences == (Difference("code", "valid", "superseded"),)


def test_what_matches_is_no_near_miss_nor_what_agrees_in_nothing() -> None:
    entries = [entry(1), entry(2, client_id="pharmacy", code="invalid")]

    assert near_misses(entries, Wanted(client_id="clinic", code="valid")) == []


def test_where_one_member_is_asked_for_the_newest_are_shown() -> None:
    near = near_misses([entry(1), entry(2)], Wanted(test="test_discharge"))

    assert [each.differences for each in near] == [(Difference("test", "test_discharge", None),)] * 2


def test_five_are_shown() -> None:
    assert len(near_misses([entry(seq, code="invalid") for seq in range(9)], Wanted(code="valid"))) == 5
