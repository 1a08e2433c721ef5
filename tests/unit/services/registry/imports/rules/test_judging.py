"""A line goes in whole or not at all: what a refused one had added is taken back before the next is judged."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from services.registry.coverages.rules.filing import FilingFacts
from services.registry.imports.rules.facts import Facts, Made
from services.registry.imports.rules.judging import Importer, Judging, Outcome, Stamp
from services.registry.imports.rules.lines import Line, LineCertificate, LineCoverage
from shared.domain.codes import LossReason, Relationship
from shared.domain.coverage import Insurer
from shared.domain.insurers import InsurerKind
from tests.builders import coverage, limit_certificate, person

SOCIETY = Insurer("06123457", "見本健康保険組合", InsurerKind.SOCIETY)
TODAY = date(2026, 11, 20)


def judging(*insurers: Insurer, importer: str | None = None) -> Judging:
    births: dict[UUID, date] = {}
    known = {each.number: each for each in insurers}
    filing = FilingFacts(today=TODAY, births=births, insurers=known)
    numbers = count(1)
    stamp = Stamp(datetime(2026, 11, 20, tzinfo=UTC), TODAY, lambda: UUID(int=next(numbers)))
    return Judging(Importer(importer, "lenient"), Facts(filing, births, known, {}, {}, {}, {}), stamp)


def covered(number: int, **more: Any) -> LineCoverage:
    certificates = more.pop("certificates", ())
    facts = {"insurer": SOCIETY, "symbol": "12", "number": str(number), "branch": "00"}
    days = {"acquired_on": date(2024, 4, 1), "lost_on": None}
    held = coverage(**{"coverage_id": str(UUID(int=100 + number)), **facts, **days, **more})
    return LineCoverage(replace(held, limit_certificates=()), certificates=certificates)


def line(number: int, *coverages: LineCoverage, **more: Any) -> Line:
    facts = {"name": f"見本　{number}", "name_kana": None, "birthdate": date(1985, 4, 1), **more}
    return Line(number, person(person_id=str(UUID(int=number)), **facts), names_person=False, coverages=coverages)


def certified(*days: date) -> tuple[LineCertificate, ...]:
    made = [
        limit_certificate(certificate_id=str(UUID(int=place)), valid_from=day, valid_to=None)
        for place, day in enumerate(days, start=200)
    ]
    return tuple(
        LineCertificate("limit_certificates", place, UUID(each.certificate_id), each) for place, each in enumerate(made)
    )


def judged(desk: Judging, each: Line) -> Outcome:
    outcome = desk.judge(each)
    assert outcome is not None
    return outcome


def test_a_refused_line_leaves_nothing_behind() -> None:
    desk = judging()
    before = deepcopy(desk.facts)
    wrong = line(1, covered(1, certificates=certified(date(2026, 8, 1), date(2026, 9, 1))), covered(1))
    outcome = judged(desk, wrong)
    assert [(each.pointer, each.code) for each in outcome.violations] == [
        ("/coverages/0/limit_certificates/1", "conflicting-period"),
    ]
    assert {family: held for family, held in desk.facts.filing.families.items() if held} == {}
    assert (desk.facts.persons, desk.facts.births, desk.facts.insurers) == ({}, {}, {})
    assert desk.facts.certificates == before.certificates
    assert desk.made == Made()


def test_the_next_line_is_judged_as_if_it_had_not_been_there() -> None:
    desk = judging(SOCIETY)
    assert judged(desk, line(1, covered(1), covered(2, acquired_on=date(1980, 1, 1)))).violations != ()
    assert judged(desk, line(2, covered(1))).is_new
    assert [each.record.name for each in desk.made.persons] == ["見本　2"]


def test_all_that_is_wrong_with_a_line_is_told() -> None:
    outcome = judged(
        judging(SOCIETY),
        line(1, covered(1, acquired_on=date(1980, 1, 1)), covered(2, insurer=replace(SOCIETY, number="88123456"))),
    )
    assert [(each.pointer, each.code) for each in outcome.violations] == [
        ("/coverages/0/acquired_on", "before-birth"),
        ("/coverages/1/insurer_number", "law-number"),
    ]


def test_an_insurers_file_makes_no_insurer_and_brings_nobody_elses_members() -> None:
    lacking = judged(judging(importer=SOCIETY.number), line(1, covered(1)))
    assert [(each.pointer, each.code) for each in lacking.violations] == [("/coverages/0/insurer_number", "unknown")]
    elsewhere = judged(judging(SOCIETY, importer="138123"), line(1, covered(1)))
    assert [each.code for each in elsewhere.violations] == ["role-not-allowed"]


def test_a_dependant_may_come_behind_the_insured_person_and_the_same_line_again_is_nothing_new() -> None:
    desk = judging(SOCIETY)
    child = line(
        2,
        replace(
            covered(1),
            coverage=replace(
                covered(1).coverage, coverage_id=str(UUID(int=999)), branch="01", relationship=Relationship.FAMILY
            ),
        ),
    )
    outcomes = [judged(desk, line(1, covered(1))), judged(desk, child), judged(desk, line(1, covered(1)))]
    assert [(each.is_new, each.violations) for each in outcomes] == [(True, ()), (True, ()), (False, ())]


def test_what_changes_a_line_of_the_same_batch_waits_for_the_next_and_a_line_contradicts_itself_in_vain() -> None:
    desk = judging(SOCIETY)
    lost = covered(1, lost_on=date(2026, 10, 1), loss_reason=LossReason.OTHER)
    twice = judged(desk, line(1, covered(1), lost))
    assert [(each.pointer, each.code) for each in twice.violations] == [("/coverages/1", "already-exists")]
    assert judged(desk, line(1, covered(1))).is_new
    assert desk.judge(line(1, lost)) is None
    assert [each.coverage.lost_on for each in desk.made.coverages.values()] == [None]
