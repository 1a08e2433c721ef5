"""Faults, as the controls make and remove them: every rule is judged, and then known to every worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from shared.clock import ShiftedClock
from shared.errors import RequestInvalid, ResourceNotFound, Violation
from shared.worlds.clock import WorldClock
from simulator.controls.fault_targets import FaultTargets, Targets
from simulator.controls.simulation import Simulation
from simulator.faults.chance import key_of
from simulator.faults.judging import violations_of
from simulator.faults.new_rule import NewFault
from simulator.faults.plan import number_of
from simulator.faults.rule import Match, Rule
from simulator.faults.store import MOST_RULES, KeptRule, TooManyRules, add_rules, remove_rules, rule_of, rules_of

_TOO_MANY = Violation(
    "", "too-many", f"a world has {MOST_RULES} rules at most", f"ルールは1環境あたり{MOST_RULES}件までです。"
)


@dataclass(frozen=True, slots=True)
class FaultRules:
    """The rules of all worlds. All raise WorldUnknown, ControlsAlone, DatabaseUnavailable."""

    simulation: Simulation
    targets: FaultTargets

    async def add(self, world: str, asked: Sequence[NewFault]) -> list[KeptRule]:
        """Add rules in one go; raises RequestInvalid naming all that is wrong, ChangeNotAcknowledged.

        Of several the pointers name the first of which they are true.
        """
        clock = WorldClock((await self.simulation.state_of(world)).clock)
        rules, wrong = [], []
        for each in asked:
            known, targets = await self.targets.of(world, each)
            wrong += list(violations_of(each, known))
            rules.append(_rule(each, self.targets.ports.seed, clock, targets))
        if wrong:
            raise RequestInvalid(list(dict.fromkeys(wrong)))
        async with self.simulation.database() as connection:
            try:
                return await add_rules(connection, world, rules)
            except TooManyRules:
                raise RequestInvalid([_TOO_MANY]) from None

    async def all_of(self, world: str, test: str | None = None) -> list[KeptRule]:
        """Return the rules of a world, or of one test, the oldest first."""
        async with self.simulation.database() as connection:
            return await rules_of(connection, world, test)

    async def one(self, world: str, rule_id: str) -> KeptRule:
        """Return a rule; raises ResourceNotFound."""
        number = number_of(rule_id)
        async with self.simulation.database() as connection:
            found = None if number is None else await rule_of(connection, world, number)
        if found is None:
            raise ResourceNotFound
        return found

    async def remove(self, world: str, rules: Sequence[KeptRule]) -> None:
        """Remove rules; raises ChangeNotFollowed."""
        if rules:
            async with self.simulation.database() as connection:
                await remove_rules(connection, world, [each.number for each in rules])


def _rule(asked: NewFault, seed: int, clock: WorldClock, targets: Targets) -> Rule:
    now, lasts = clock.now(), None if asked.for_seconds is None else timedelta(seconds=asked.for_seconds)
    rule = Rule(
        kind=asked.kind.value,
        parameters=asked.parameters.given(),
        match=Match(**asked.match.model_dump()),
        skip=asked.skip,
        times=asked.times,
        every=asked.every,
        share=asked.share,
        for_seconds=asked.for_seconds,
        note=asked.note,
    )
    return Rule(
        **{name: getattr(rule, name) for name in Rule.__struct_fields__}
        | {
            "key": key_of(seed, rule),
            "who": targets.who,
            "shown": targets.shown,
            "made_at": now,
            "ends_at": None if lasts is None else now + lasts,
            "ends_really_at": None if lasts is None else ShiftedClock().now() + lasts,
        }
    )
