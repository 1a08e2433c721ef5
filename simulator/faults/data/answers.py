"""What answers a check in a simulator, alone or one of many: what is on record, or, where a fault fires, another one.

The record is durable by then and says what is true: the answer alone is wrong (docs/decisions/0075). So whoever reads
the check again, or repeats it under its Idempotency-Key, gets what was recorded, without the fault. A reception of many
at once (一括照会) is answered whenever it is read, so there a fault may fire at each reading, for each item by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.rules.acts import Act, Answered, Outcome, Question
from services.eligibility.checks.rules.pipeline import answer_of, judge
from services.eligibility.rules.decision import decide_by_card
from shared.clock import day_in_japan
from shared.domain.codes import QualificationValidity
from shared.domain.coverage import PersonRecord
from shared.published.registry import read_people_after, read_person
from shared.worlds.fault_plan import Fired, Fits, fits_always, person_key
from shared.worlds.world import World
from simulator.faults.data.characters import with_substitutes
from simulator.faults.data.insurers import with_stale_insurer
from simulator.faults.data.lag import as_acquired_by
from simulator.faults.data.people import about_another, people_of, read_otherwise
from simulator.faults.data.shares import with_wrong_share

_FIRST = str(UUID(int=0))
_LOOKED_AT = 20
"""How many people are looked at for one who is insured, where a rule names nobody."""


@dataclass(frozen=True, slots=True)
class FaultyAnswers:
    """Answers the checks of one world."""

    world: World

    async def answer(self, act: Act, question: Question, outcome: Outcome) -> CheckAnswer:
        """Return the answer; a refused purpose shows nothing that could be wrong. Raises DatabaseUnavailable."""
        answer = answer_of(act, question.asked, outcome)
        if self.world.faults.is_empty or not isinstance(outcome, Answered):
            return answer
        check = _Check(self.world, act, question, answer)
        # One fault at most: what is wrong in an answer is one thing, and its header names one rule.
        for fault in (
            check.wrong_person,
            check.registration_lag,
            check.stale_insurer,
            check.substitute_characters,
            check.wrong_share,
        ):
            if (wrong := await fault()) is not None:
                return wrong
        return answer


@dataclass(frozen=True, slots=True)
class _Check:
    """A check whose record is durable. Each fault returns a wrong answer, or None where no rule of it fires."""

    world: World
    act: Act
    question: Question
    answer: CheckAnswer

    async def wrong_person(self) -> CheckAnswer | None:
        """Return somebody else's data."""
        if not self.answer.results or (fired := await self._fired("wrong_person")) is None:
            return None
        other = await self._another(fired)
        return self.answer if other is None else self._answered(about_another(self.question, other))

    async def registration_lag(self) -> CheckAnswer | None:
        """Return what was registered some days ago, where that is another answer."""
        if not people_of(self.question):
            return None
        days: set[int] = set()

        def note(named: Mapping[str, Any]) -> bool:
            days.add(named["days"])
            return False

        # Reading costs something: which rules might fire is asked first.
        await self._fired("registration_lag", note)
        lagging = {each: await self._lagging(timedelta(days=each)) for each in days}
        fired = await self._fired("registration_lag", lambda named: lagging.get(named["days"]) is not None)
        return None if fired is None else lagging[fired.parameters["days"]]

    async def _lagging(self, days: timedelta) -> CheckAnswer | None:
        at, people = self.act.at - days, people_of(self.question)
        then = {
            person_id: await self._person(UUID(person_id), at) or as_acquired_by(person, day_in_japan(at))
            for person_id, person in people.items()
        }
        lagging = self._answered(read_otherwise(self.question, then))
        return None if lagging == self.answer else lagging

    async def stale_insurer(self) -> CheckAnswer | None:
        """Return the old insurer, as if it were still valid."""
        on = self.question.asked.as_of
        stale = self._read_as(lambda person: with_stale_insurer(person, on))
        return None if stale == self.answer or await self._fired("stale_insurer") is None else stale

    async def substitute_characters(self) -> CheckAnswer | None:
        """Return ● in names."""
        if not self.answer.results or await self._fired("substitute_characters") is None:
            return None
        return self._read_as(with_substitutes)

    async def wrong_share(self) -> CheckAnswer | None:
        """Return another 負担割合."""
        fired = await self._fired("wrong_share", lambda named: with_wrong_share(self.answer, named) is not self.answer)
        return None if fired is None else with_wrong_share(self.answer, fired.parameters)

    async def _fired(self, kind: str, fits: Fits = fits_always) -> Fired | None:
        about = frozenset(person_key(UUID(person_id)) for person_id in people_of(self.question))
        reference = self.question.asked.client_reference
        return await self.world.faults.fired(kind, about, fits=fits, client_reference=reference)

    def _read_as(self, read: Callable[[PersonRecord], PersonRecord]) -> CheckAnswer:
        people = people_of(self.question)
        return self._answered(
            read_otherwise(self.question, {person_id: read(person) for person_id, person in people.items()})
        )

    def _answered(self, question: Question) -> CheckAnswer:
        return answer_of(self.act, question.asked, judge(question, self.act))

    async def _person(self, person_id: UUID, at: datetime) -> PersonRecord | None:
        async with self.world.database.transaction() as connection:
            return await read_person(connection, person_id, at)

    async def _another(self, fired: Fired) -> PersonRecord | None:
        """Return whom the rule names, else the next person on record, best an insured one; None: there is nobody."""
        named = fired.parameters.get("person_id")
        if named is not None and (person := await self._person(UUID(named), self.act.at)) is not None:
            return person
        subject = next(iter(people_of(self.question)))
        nearby = [person for after in (subject, _FIRST) for person in await self._people_after(UUID(after))]
        others = [person for person in nearby if person.person_id != subject]
        return next(filter(self._is_insured, others), next(iter(others), None))

    async def _people_after(self, person_id: UUID) -> list[PersonRecord]:
        async with self.world.database.transaction() as connection:
            return await read_people_after(connection, person_id, self.act.at, _LOOKED_AT)

    def _is_insured(self, person: PersonRecord) -> bool:
        decision = decide_by_card(person, self.question.asked.as_of, self.act.caller.institution_code)
        return decision.validity is QualificationValidity.VALID and not person.self_information_blocked
