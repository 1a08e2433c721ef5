"""What months make of a nation can be registered line by line, and nobody has two coverages at once or a wrong one."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count, pairwise
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from services.registry.coverages.rules.filing import FilingFacts
from services.registry.imports.messages.lines import read_line
from services.registry.imports.rules.facts import Facts
from services.registry.imports.rules.judging import Importer, Judging, Stamp
from services.registry.imports.rules.lines import Line
from services.registry.person_records.rules.days import months_later
from shared.domain.ages import birthday
from shared.domain.my_number import may_be_my_number, may_be_my_number_as_identifier
from simulator.population.block import Nation
from simulator.population.draws import BLOCK_SIZE
from simulator.population.evolving import changes_of, write_changes
from tests.unit.simulator.population.registering import kind_of, lines

DAY = date(2026, 8, 31)
Lines = list[dict[str, Any]]
EMPLOYEES = {"kyokai", "society", "seamen", "day_labourer"}


def changes(nation: Nation, months: int) -> Lines:
    told = b"".join(changes_of(nation, months, number) for number in range(nation.blocks))
    return [msgspec.json.decode(line) for line in told.splitlines()]


def registered(found: Lines, today: date) -> FilingFacts:
    """Judge lines as an import does, in their order; each must bring something new."""
    births: dict[UUID, date] = {}
    insurers: dict[str, Any] = {}
    facts = Facts(FilingFacts(today=today, births=births, insurers=insurers), births, insurers, {}, {}, {}, {})
    numbers, instants = count(1), count(1)

    def judging() -> Judging:
        at = datetime.fromtimestamp(1_800_000_000 + next(instants), UTC)
        return Judging(Importer(None, "strict"), facts, Stamp(at, today, lambda: UUID(int=next(numbers))))

    desk = judging()
    for number, value in enumerate(found, 1):
        line = read_line(number, value)
        assert isinstance(line, Line), line
        outcome = desk.judge(line)
        if outcome is None:
            # It changes what this very batch has recorded.
            desk = judging()
            outcome = desk.judge(line)
        assert outcome is not None
        assert (outcome.violations, outcome.is_new) == ((), True)
    return facts.filing


def held(known: FilingFacts) -> Iterator[tuple[UUID, list[Any]]]:
    by_person: dict[UUID, list[Any]] = {}
    for each in known.on_record.values():
        if each.ever_was:
            by_person.setdefault(each.person_id, []).append(each.coverage)
    for person_id, covers in by_person.items():
        yield person_id, sorted(covers, key=lambda cover: cover.acquired_on)


@given(
    persons=st.integers(1, 500),
    seed=st.integers(0, 2**63 - 1),
    day=st.dates(date(2025, 1, 1), date(2028, 12, 31)),
    months=st.integers(1, 14),
)
@settings(max_examples=25, deadline=None)
def test_months_of_any_nation_are_registered_and_consistent(persons: int, seed: int, day: date, months: int) -> None:
    nation = Nation(persons, seed, day)
    today = months_later(day, months)
    known = registered([*lines(nation), *changes(nation, months)], today)
    for person_id, covers in held(known):
        at_75 = birthday(known.births[person_id], 75)
        assert all(before.lost_on and before.lost_on <= after.acquired_on for before, after in pairwise(covers))
        for each in covers:
            last = each.lost_on or today
            assert each.insurer.kind.value in {"elderly", "public_assistance"} or last <= max(at_75, each.acquired_on)


def test_the_first_months_are_the_same_however_many_follow_and_whoever_makes_them() -> None:
    nation = Nation(3 * BLOCK_SIZE, 7, DAY)
    one, two = BytesIO(), BytesIO()
    write_changes(nation, 3, one, 1)
    write_changes(nation, 3, two, 2)
    assert one.getvalue() == two.getvalue()
    for number in range(nation.blocks):
        assert changes_of(nation, 3, number).startswith(changes_of(nation, 2, number))


def test_a_year_has_its_births_deaths_new_jobs_birthdays_and_cards() -> None:
    nation = Nation(4 * BLOCK_SIZE, 3, DAY)
    found = changes(nation, 12)
    happened: Counter[str] = Counter()
    for line in found:
        covers = line["coverages"]
        ended = [each for each in covers if "lost_on" in each]
        begun = [each for each in covers if "lost_on" not in each]
        happened["born"] += bool(begun and not ended)
        happened["died"] += any(each["loss_reason"] == "death" for each in ended)
        happened["turned 75"] += bool(ended) and [kind_of(each["insurer_number"]).value for each in begun] == [
            "elderly"
        ]
        happened["new job"] += (
            bool(ended and begun) and begun[0]["relationship"] == "self" and "insured_name" not in begun[0]
        )
        happened["card"] += line["card"] is not None
    thousands = nation.persons / 1000
    rates = {name: number / thousands for name, number in happened.items()}
    # A thousand persons and year: 727,288 births and 1,576,016 deaths among 124 million (人口動態統計 2023).
    assert 4 < rates["born"] < 8
    assert 9 < rates["died"] < 16
    # 1.6 to 2.1 million turn 75 in these years.
    assert 10 < rates["turned 75"] < 20
    assert 30 < rates["new job"] < 80
    assert 20 < rates["card"] < 45


def test_no_text_can_be_taken_for_a_my_number() -> None:
    for line in changes(Nation(BLOCK_SIZE, 5, DAY), 12):
        assert not any(map(may_be_my_number, line["person"].values()))
        for cover in line["coverages"]:
            assert not may_be_my_number(cover["coverage_id"])
            assert not may_be_my_number_as_identifier(cover["number"])
            assert not may_be_my_number_as_identifier(cover.get("symbol", ""))


def test_dependants_of_who_turns_75_go_over_to_the_municipality_on_that_day() -> None:
    found = changes(Nation(8 * BLOCK_SIZE, 11, DAY), 12)
    followed = 0
    for before, after in pairwise(found):
        old, new = before["coverages"], after["coverages"]
        is_heads = [kind_of(each["insurer_number"]).value for each in old][1:] == ["elderly"] and len(new) == 2
        if is_heads and old[0].get("relationship") == "self" and new[0].get("insured_name") == before["person"]["name"]:
            if new[0]["insurer_number"] != old[0]["insurer_number"]:
                continue
            followed += 1
            assert kind_of(new[1]["insurer_number"]).value == "municipal_nhi"
            assert new[0]["lost_on"] == new[1]["acquired_on"] == old[1]["acquired_on"]
    assert followed > 0
