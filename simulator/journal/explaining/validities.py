"""Why this validity (資格有効性) and none of the others: the conditions of rules/decision.py, held against the day.

What is said of a coverage is its insurer's number and its days: no name and no number of the person.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from services.eligibility.checks.rules.acts import Answered
from services.eligibility.rules.decision import Decision
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.coverage import Coverage
from simulator.journal.explaining.shapes import Step, WhyNot

_VALIDITY = QualificationValidity
_EXPECTED_JA: dict[QualificationValidity, str] = {
    _VALIDITY.VALID: "{on} に有効な資格（資格取得日 ≤ {on} < 資格喪失日）",
    _VALIDITY.INVALID: "{on} までに喪失した資格。その日に有効な資格はほかにない",
    _VALIDITY.SUPERSEDED: "照会した資格は {on} までに喪失し、その日には同じ方の別の資格が有効",
    _VALIDITY.NOT_FOUND: "{on} までに取得された、該当する資格がない",
    _VALIDITY.AMBIGUOUS: "複数の方（または一人の複数の枝番）が該当",
    _VALIDITY.VALID_UNREGISTERED: "{on} に有効な医療扶助。この医療機関向けの券はない",
}
_EXPECTED: dict[QualificationValidity, str] = {
    _VALIDITY.VALID: "a coverage that covers {on} (資格取得日 ≤ {on} < 資格喪失日)",
    _VALIDITY.INVALID: "a coverage that ended by {on}, and no other that covers the day",
    _VALIDITY.SUPERSEDED: "the coverage asked about ended by {on}; another of the person covers the day",
    _VALIDITY.NOT_FOUND: "nothing that fits and had begun by {on}",
    _VALIDITY.AMBIGUOUS: "several people, or one person twice, whom the identifiers fit",
    _VALIDITY.VALID_UNREGISTERED: "医療扶助 that covers {on}, without a ticket for this institution",
}


class Facts:
    """What the decision saw: the coverages that were candidates, all of the person, and the day."""

    def __init__(
        self,
        outcome: Answered,
        asked: Sequence[Coverage],
        held: Sequence[Coverage],
        on: date,
        *,
        is_by_identifiers: bool,
    ) -> None:
        self.decision: Decision = outcome.decision
        self.asked, self.held, self.on, self.is_by_identifiers = asked, held, on, is_by_identifiers

    @property
    def covering(self) -> list[Coverage]:
        """The candidates that cover the day."""
        return [each for each in self.asked if each.period.contains(self.on)]

    @property
    def begun(self) -> list[Coverage]:
        """The candidates that had begun by the day."""
        return [each for each in self.asked if each.acquired_on <= self.on]

    @property
    def others(self) -> list[Coverage]:
        """The person's other coverages that cover the day."""
        asked = {each.coverage_id for each in self.asked}
        return [each for each in self.held if each.coverage_id not in asked and each.period.contains(self.on)]


def step_of_validity(facts: Facts) -> Step:
    """Return the step that decided."""
    validity = facts.decision.validity
    seen = "; ".join(_written(each) for each in facts.asked) or "no coverage that fits"
    seen_ja = "、".join(_written_ja(each) for each in facts.asked) or "該当する資格なし"
    return Step(
        "validity",
        _EXPECTED[validity].format(on=facts.on),
        f"{validity}: {seen}",
        is_ok=True,
        expected_ja=_EXPECTED_JA[validity].format(on=facts.on),
        found_ja=f"{validity}: {seen_ja}",
    )


def why_no_other(facts: Facts) -> Iterator[WhyNot]:
    """Yield each other validity with the condition of it that does not hold."""
    for validity in _VALIDITY:
        if validity is not facts.decision.validity:
            yield WhyNot(validity, *_REASONS[validity](facts))


def _not_valid(facts: Facts) -> tuple[str, str]:
    if facts.decision.validity is _VALIDITY.AMBIGUOUS:
        return (
            "several people, or one person under several branch numbers, fit: none is shown",
            "複数の方（または複数の枝番）が該当するため、いずれも回答しません",
        )
    if not facts.asked:
        return "nobody and no coverage fits what was asked", "照会内容に該当する資格がありません"
    if not facts.covering:
        ended = "; ".join(_written(each) for each in facts.asked)
        ended_ja = "、".join(_written_ja(each) for each in facts.asked)
        return f"none of them covers {facts.on}: {ended}", f"{facts.on} に有効な資格がありません: {ended_ja}"
    if facts.decision.validity is _VALIDITY.VALID_UNREGISTERED:
        return (
            "no ticket (医療券・調剤券) of the day is for this institution",
            "当該医療機関向けの医療券・調剤券がありません",
        )
    return f"nothing that fits had begun by {facts.on}", f"{facts.on} までに取得された該当資格がありません"


def _not_invalid(facts: Facts) -> tuple[str, str]:
    if facts.decision.validity is _VALIDITY.AMBIGUOUS:
        return "it is not known whose coverage would have ended", "対象の資格を特定できません"
    if facts.covering:
        one = facts.covering[0]
        return f"one covers {facts.on}: {_written(one)}", f"{facts.on} に有効な資格があります: {_written_ja(one)}"
    if facts.others:
        return "it has ended, but another coverage of the person covers the day", "喪失後に別の有効な資格があります"
    return f"nothing that fits had begun by {facts.on}", f"{facts.on} までに取得された該当資格がありません"


def _not_superseded(facts: Facts) -> tuple[str, str]:
    if not facts.is_by_identifiers:
        return "a card finds whatever covers the day; only identifiers can be those of an old coverage", (
            "カードは有効な資格を直接特定します（旧資格の番号による照会でのみ生じます）"
        )
    if facts.covering:
        return "the coverage that was asked about covers the day itself", "照会した資格そのものが有効です"
    if not facts.begun:
        return f"nothing that fits had begun by {facts.on}", f"{facts.on} までに取得された該当資格がありません"
    return "no other coverage of the person covers the day", "他に有効な資格がありません"


def _not_missing(facts: Facts) -> tuple[str, str]:
    if facts.begun:
        return (
            f"{len(facts.begun)} that fit had begun by {facts.on}",
            f"{facts.on} までに取得された資格が{len(facts.begun)}件あります",
        )
    return "several people fit what was asked", "照会内容に複数の方が該当します"


def _not_ambiguous(facts: Facts) -> tuple[str, str]:
    if not facts.is_by_identifiers:
        return "one person was named", "本人が一人に特定されています"
    if not facts.asked:
        return "nobody fits", "該当者がいません"
    return "one person fits, under one branch number", "枝番まで一人に特定されています"


def _not_unregistered(facts: Facts) -> tuple[str, str]:
    if any(each.is_assistance for each in facts.covering):
        return "a ticket of the day is for this institution", "当該医療機関向けの医療券・調剤券があります"
    return "no 医療扶助 covers the day", "有効な医療扶助がありません"


_REASONS = {
    _VALIDITY.VALID: _not_valid,
    _VALIDITY.INVALID: _not_invalid,
    _VALIDITY.SUPERSEDED: _not_superseded,
    _VALIDITY.NOT_FOUND: _not_missing,
    _VALIDITY.AMBIGUOUS: _not_ambiguous,
    _VALIDITY.VALID_UNREGISTERED: _not_unregistered,
}
BY_IDENTIFIERS = frozenset({CheckMethod.INSURED_IDENTIFIER, CheckMethod.BULK})


def _written(coverage: Coverage) -> str:
    end = "" if coverage.lost_on is None else f", lost {coverage.lost_on}"
    return f"insurer {coverage.insurer.number} from {coverage.acquired_on}{end}"


def _written_ja(coverage: Coverage) -> str:
    end = "" if coverage.lost_on is None else f"、{coverage.lost_on} 喪失"
    return f"保険者 {coverage.insurer.number}（{coverage.acquired_on} 取得{end}）"
