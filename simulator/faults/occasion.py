"""One request on its way through a world with faults: which rules fire for it, each once."""

from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import replace

from shared.worlds.fault_plan import NOBODY, Fired, Fits, Who, fits_always
from simulator.faults.claims import Claims, Place
from simulator.faults.kinds import OF_THE_WAY
from simulator.faults.plan import LiveRule, Plan
from simulator.faults.requests import Facts, digest_of
from simulator.faults.rule import firing_of

CURRENT: ContextVar["Occasion | None"] = ContextVar("onshi_fault_occasion", default=None)
"""That of the request at work in this task; none where nothing can fire."""


class Occasion:
    """The faults of one request; ``fired`` are those that have fired so far, in order."""

    def __init__(self, plan: Plan, claims: Claims, kinds: frozenset[str], facts: Facts) -> None:
        """``kinds`` are those of the rules that can be about the request: others are not looked for."""
        self._plan, self._claims, self._kinds, self.facts = plan, claims, kinds, facts
        self._asked: dict[tuple[object, ...], Fired | None] = {}
        self.fired: list[Fired] = []

    @property
    def is_of_the_way(self) -> bool:
        """Whether only what happens on the way can happen: no service need ask."""
        return self._kinds <= OF_THE_WAY

    async def fire(
        self,
        kinds: Collection[str],
        who: Who = NOBODY,
        fits: Fits = fits_always,
        client_reference: str | None = None,
    ) -> Fired | None:
        """Return the first rule of these kinds that fires; asked again, the same."""
        if self._kinds.isdisjoint(kinds):
            return None
        asked = (kinds, who, fits, client_reference)
        if asked not in self._asked:
            self._asked[asked] = fired = await self._fire(kinds, self._facts(who, client_reference), who, fits)
            if fired is not None:
                self.fired.append(fired)
        return self._asked[asked]

    def _facts(self, who: Who, client_reference: str | None) -> Facts:
        facts = self.facts
        if who and not facts.who:
            # Whom the request itself does not name: a share is of people, be they asked about one by one or at once.
            facts = replace(facts, whom=digest_of(who))
        return facts if client_reference is None else replace(facts, client_reference=client_reference)

    async def _fire(self, kinds: Collection[str], facts: Facts, who: Who, fits: Fits) -> Fired | None:
        for live in self._plan.fitting(kinds, facts, who):
            if fits(live.rule.parameters) and (number := await self._firing_of(live)) is not None:
                return Fired(live.id, live.rule.kind, live.rule.fired_with, number, live.key)
        return None

    async def _firing_of(self, live: LiveRule) -> int | None:
        rule: Place = (*self._plan.world, live.number)
        if not live.rule.is_counted:
            if not live.rule.of_profile:
                self._claims.note(rule)
            live.seen += 1
            return live.seen
        place = await self._claims.claim(rule)
        if place is None:
            return None
        live.seen = max(live.seen, place)
        return firing_of(live.rule, place)
