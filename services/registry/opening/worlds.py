"""Opening a world for the registry: what it holds of it, and what it does by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from services.registry.cards.commands.following import CardFeed
from services.registry.cards.commands.verifying import NewCertificates
from services.registry.clients.commands.clients import set_operator
from services.registry.clients.commands.secrets import SecretGuard
from services.registry.clients.commands.token_keys import TokenIssuance, publish_token_key
from services.registry.clients.rules.credentials import digest_of
from services.registry.imports.commands.receiving import IMPORTING
from services.registry.imports.commands.worker import ImportWorker
from services.registry.imports.messages.reading import read_part
from services.registry.opening.beating import BEATING, beat
from services.registry.questions.store import BulkBudget
from services.registry.recording import Author
from services.registry.strictness import Strictness
from services.registry.trust.commands.root_feed import RootFeed
from services.registry.trust.commands.status_feed import StatusFeed
from services.registry.trust.store.jlis import JlisClient
from shared.db.budget import ConnectionBudget
from shared.errors import DATABASE_FAILURES
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.tokens import TokenIssuer
from shared.published.eligibility.miss_budget import MissBudget
from shared.published.trusted import read_token_keys
from shared.settings import Settings
from shared.web.callers import Authenticator
from shared.worlds.held import Held
from shared.worlds.readiness import Check, ReadyChecks
from shared.worlds.state import WorldState
from shared.worlds.world import World, open_world

OWN_ID = "registry"
"""The author of what the registry does by itself."""
INTRODUCING, FOLLOWING_STATUS, FOLLOWING_CARDS = "introducing", "following status", "following cards"
FOLLOWING_ROOTS = "following roots"
_ROOTS_EACH = 10
"""Looks at lists for one at roots, which are known a day before they issue."""
_RETRY_S = 1.0
_FIRST_LOOK_S = 2.0
_A_MOMENT_LATER_S = 1.0
_FIRST_ROOTS_IN_S = 2.0
"""A world begins with its roots, and a life of one test has ended by then."""


@dataclass(frozen=True, slots=True)
class WorldOpening:
    """What the registry needs to open any world. Without ``jlis`` it follows no revocation lists."""

    settings: Settings
    budget: ConnectionBudget
    issuer: TokenIssuer
    jlis: JlisClient | None
    looks_first: bool = False
    """Whether a world may have been closed for so long that its revocation lists have ended: then it looks first."""

    @asynccontextmanager
    async def opened(self, state: WorldState) -> AsyncIterator[Held]:
        """Open a world: make its operator, publish the token key, and follow its revocation lists while it is open."""
        async with open_world(self.settings, "registry", state=state, budget=self.budget) as world:
            world.background.add(INTRODUCING, lambda: self._introduce_when_possible(world), is_lasting=True)
            try:
                await self._introduce(world)
            except DATABASE_FAILURES:
                world.background.need(INTRODUCING)
            importing = ImportWorker(world, self.settings.check_digits, read_part)
            world.background.add(IMPORTING, importing.step)
            # Another process may have died over one.
            world.background.need(IMPORTING, in_s=_A_MOMENT_LATER_S)
            if (every_s := self.settings.heartbeat_s) is not None and state.name == self.settings.world:
                world.background.add(BEATING, lambda: beat(world, every_s))
                world.background.need(BEATING)
            if self.jlis is not None:
                jlis = self.jlis if state.name == self.settings.world else self.jlis.in_world(state.name)
                feed = StatusFeed(Author(world, OWN_ID), jlis)
                world.background.add(
                    FOLLOWING_STATUS,
                    lambda: feed.step(self.settings.status_poll_s),
                    is_lasting=True,
                    asks_its_world=True,
                    may_rest=lambda: not feed.is_failing,
                )
                world.background.add_due(lambda: feed.catch_up(_FIRST_LOOK_S))
                generations = RootFeed(Author(world, OWN_ID), jlis)
                world.background.add(
                    FOLLOWING_ROOTS,
                    lambda: generations.step(_ROOTS_EACH * self.settings.status_poll_s),
                    is_lasting=True,
                    asks_its_world=True,
                    may_rest=lambda: True,
                )
                world.background.need(FOLLOWING_ROOTS, in_s=_FIRST_ROOTS_IN_S)
                world.background.add_due(lambda: generations.catch_up(_FIRST_LOOK_S))
                cards = CardFeed(Author(world, OWN_ID), NewCertificates(Author(world, OWN_ID)))
                world.background.add(
                    FOLLOWING_CARDS,
                    lambda: cards.step(self.settings.status_poll_s),
                    is_lasting=True,
                    may_rest=lambda: True,
                )
                world.background.need(FOLLOWING_CARDS)
                if not self.looks_first:
                    world.background.need(FOLLOWING_STATUS)
                elif await feed.has_lists():
                    world.background.need(FOLLOWING_STATUS, in_s=self.settings.status_poll_s)
                else:
                    world.background.need(FOLLOWING_STATUS)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(feed.step(0), _FIRST_LOOK_S)
            lifetime = timedelta(seconds=self.settings.token_lifetime_s)
            yield Held(
                world,
                Authenticator(world.life, world.database),
                TokenIssuance(self.issuer, lifetime),
                Strictness(self.settings.check_digits, self.settings.foreign_trust_roots),
                PinnedRoots(),
                SecretGuard(world),
                MissBudget(self.settings.miss_limit, timedelta(seconds=self.settings.miss_window_s)),
                BulkBudget(
                    MissBudget(
                        self.settings.bulk_miss_limit,
                        timedelta(seconds=self.settings.bulk_miss_window_s),
                        is_bulk=True,
                    )
                ),
                ReadyChecks(self._ready_checks(world)),
            )

    async def _introduce(self, world: World) -> None:
        """Make the operator and publish the token key; every worker does so, and only the first changes anything.

        The key comes last: with it the registry is ready, and whoever sees that may ask for the operator's token.
        """
        if (secret := self.settings.operator_secret) is not None:
            await set_operator(Author(world, OWN_ID), digest_of(secret.get_secret_value()))
        async with world.database.transaction() as connection:
            await publish_token_key(connection, self.issuer, world.clock)

    async def _introduce_when_possible(self, world: World) -> float | None:
        try:
            await self._introduce(world)
        except DATABASE_FAILURES:
            return _RETRY_S
        return None

    def _ready_checks(self, world: World) -> dict[str, Check]:
        async def token_keys() -> bool:
            try:
                async with world.database.transaction() as connection:
                    return self.issuer.key_id in await read_token_keys(connection, world.clock.now())
            except DATABASE_FAILURES:
                return False

        return {"database": world.database.can_write, "token_keys": token_keys}
