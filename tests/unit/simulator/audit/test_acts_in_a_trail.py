"""Acts stand in the trail as records do, and a trail of before there were any is verified as it was."""

import pytest

from tests.unit.simulator.audit.trails import Json, found, sealed, verdict_on

FIRST, SECOND, THIRD = (f"00000000-0000-0000-0000-00000000000{number}" for number in (1, 2, 3))


def trail() -> list[Json]:
    """A seal of a record, an act, a record; an act behind it."""
    return sealed([3], unsealed=1, acts=[2, 4])


def act_of(lines: list[Json]) -> Json:
    """The line of the act that is sealed."""
    return next(line for line in lines if line["kind"] == "act")


def test_acts_are_sealed_among_records_and_wait_as_they_do() -> None:
    verdict = verdict_on(trail())

    assert (found(verdict), verdict.records, verdict.sealed, verdict.unsealed) == ([], 4, 3, 1)


@pytest.mark.parametrize("member", ["act", "acted_by", "consent_id", "reason", "listed_in"])
def test_a_changed_act_is_named_at_its_place(member: str) -> None:
    lines = trail()
    act_of(lines)["act"][member] = "another"

    assert found(verdict_on(lines)) == [("record-changed", f"act {SECOND} (seal 1, place 2)")]


def test_a_dropped_act_is_found_where_it_stood() -> None:
    lines = trail()
    lines.remove(act_of(lines))

    assert found(verdict_on(lines)) == [("record-removed", f"record {SECOND} (seal 1, place 2)")]


def test_an_act_that_was_put_in_is_found() -> None:
    lines = trail()
    more = {**act_of(lines)["act"], "act_id": "00000000-0000-0000-0000-000000000000"}
    lines.append({"kind": "act", "act": more})

    assert found(verdict_on(lines)) == [("record-inserted", "act 00000000-0000-0000-0000-000000000000")]


def test_an_act_and_a_record_that_changed_places_are_found() -> None:
    lines = trail()
    seal = next(line for line in lines if line["kind"] == "seal")
    seal["check_ids"] = [SECOND, FIRST, THIRD]

    assert found(verdict_on(lines)) == [
        ("record-changed", f"act {SECOND} (seal 1, place 1)"),
        ("record-changed", f"record {FIRST} (seal 1, place 2)"),
    ]


def test_an_act_does_not_pass_for_the_record_of_a_check() -> None:
    lines = trail()
    line = act_of(lines)
    lines[lines.index(line)] = {"kind": "record", "record": line["act"]}

    assert found(verdict_on(lines)) == [("record-changed", f"record {SECOND} (seal 1, place 2)")]


def test_a_trail_of_before_there_were_acts_is_verified_as_it_was() -> None:
    lines = sealed([2, 1], form=1)
    lines[0] = {name: lines[0][name] for name in lines[0] if name != "acts"} | {"version": 2}

    assert found(verdict_on(lines)) == []
    lines[-1]["record"]["code"] = "another"
    assert found(verdict_on(lines)) == [("record-changed", f"record {THIRD} (seal 2, place 1)")]


def test_a_chain_may_begin_in_the_first_form_and_go_on_in_the_second() -> None:
    assert found(verdict_on(sealed([2, 1], acts=[3]))) == []


def test_a_newer_form_is_said_to_be_unknown() -> None:
    assert ("form-unknown", "seal 1") in found(verdict_on(sealed([2], form=3)))
