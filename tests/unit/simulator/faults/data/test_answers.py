"""What answers a check where faults of data fire: one at most, and none where nothing could be wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.acts import Act, Asked, Question, Subject
from services.eligibility.checks.rules.pipeline import answer_of, judge
from services.eligibility.rules import permissions
from shared.clock import FrozenClock
from shared.db.database import Database
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import DataKind, PurposeOfUse, RefusalCode, refusal_of
from shared.domain.roles import Role
from shared.worlds.fault_plan import NOBODY, Fired, Who, person_key
from shared.worlds.world import World
from simulator.faults.data.answers import FaultyAnswers
from tests import builders

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
CLINIC: Any = SimpleNamespace(client_id="clinic", role=Role.INSTITUTION, institution_code=InstitutionCode("9910000018"))
ACT = Act(UUID(int=1), NOON, TODAY, CLINIC)
ASKED = Asked(CheckMethod.MY_NUMBER_CARD, PurposeOfUse.CARE_VISIT, TODAY)


@dataclass
class Rules:
    """A world in which rules of these kinds fire whenever they are asked for and fit."""

    kinds: Sequence[str]
    asked: list[tuple[str, Who]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.kinds

    async def fired(
        self, kind: str, who: Who = NOBODY, *, fits: Callable[[Mapping[str, Any]], bool] = lambda _: True, **_: Any
    ) -> Fired | None:
        self.asked.append((kind, who))
        return Fired("fault-1", kind) if kind in self.kinds and fits({}) else None


def question(subject: Subject, **more: Any) -> Question:
    return Question(ASKED, subject, permissions.by_identifier(frozenset({DataKind.COVERAGE}), (), NOON), **more)


async def answered(rules: Rules, asked: Question) -> CheckAnswer:
    world = World("default", FrozenClock(NOON), bytes, cast("Database", None), faults=rules)
    return await FaultyAnswers(world).answer(ACT, asked, judge(asked, ACT))


async def test_without_rules_the_answer_is_what_was_judged_and_nothing_is_asked() -> None:
    rules, asked = Rules([]), question(builders.person())

    assert await answered(rules, asked) == answer_of(ACT, ASKED, judge(asked, ACT))
    assert rules.asked == []


async def test_one_fault_fires_for_a_check_at_most() -> None:
    rules = Rules(["substitute_characters", "wrong_share"])

    (result,) = (await answered(rules, question(builders.person()))).results

    assert (result.name, result.copay_percent) == ("●擬　花子", 30)
    assert ("wrong_share", NOBODY) not in rules.asked


async def test_a_rule_is_asked_about_the_person_of_the_check() -> None:
    rules = Rules(["wrong_share"])

    await answered(rules, question(builders.person()))

    assert {who for _, who in rules.asked} == {frozenset({person_key(UUID(builders.PERSON_ID))})}


async def test_an_insurer_that_was_never_changed_has_no_older_one() -> None:
    rules, asked = Rules(["stale_insurer"]), question(builders.person())

    assert await answered(rules, asked) == answer_of(ACT, ASKED, judge(asked, ACT))
    assert "stale_insurer" not in [kind for kind, _ in rules.asked]


async def test_a_refused_purpose_shows_nothing_that_could_be_wrong() -> None:
    rules = Rules(["substitute_characters", "wrong_share", "wrong_person", "registration_lag", "stale_insurer"])
    refusal = refusal_of(PurposeOfUse.EMPLOY_CONTRACT, RefusalCode.NEEDS_CARD_CHECK)

    answer = await answered(rules, question(QualificationValidity.NOT_FOUND, refusal=refusal))

    assert (answer.outcome, rules.asked) == ("refused", [])


async def test_where_nobody_was_found_nobody_is_shown_wrongly() -> None:
    rules = Rules(["substitute_characters", "wrong_share", "wrong_person", "registration_lag", "stale_insurer"])

    answer = await answered(rules, question(QualificationValidity.NOT_FOUND))

    assert (answer.validity, answer.results) == ("not_found", [])
