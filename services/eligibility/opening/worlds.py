"""Opening a world for eligibility: what it holds of it, and the work beside its requests."""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from services.eligibility.bulk.commands.worker import BulkWorker
from services.eligibility.bulk.store import TIDYING, WORKING, Receptions
from services.eligibility.checks.commands.ports import CheckPorts
from services.eligibility.checks.store.check_log import SEALING, CheckLog
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from services.eligibility.checks.store.listening import LISTENING, Listening
from services.eligibility.checks.store.miss_turns import MissTurns
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.checks.store.months import MonthsAhead
from services.eligibility.checks.store.nonces import SpentNonces
from services.eligibility.checks.store.reads import CheckReads
from services.eligibility.checks.store.trusted_roots import READING, TrustedRoots, keep_reading
from services.eligibility.faces.entrance import CheckNeeds
from services.eligibility.opening.around import NOTHING, Around
from services.eligibility.record.commands.sealing import Sealing
from services.eligibility.record.store.check_watch import CheckWatch
from services.eligibility.record.store.unsealed import LOOKING_BEHIND, Unsealed
from services.eligibility.references.store import NumberReceptions
from shared.clock import ShiftedClock
from shared.db.budget import ConnectionBudget
from shared.db.record_order import keeps_record_order, refuse_without_order
from shared.errors import DATABASE_FAILURES
from shared.pki.nonce import NonceMint
from shared.published.eligibility.miss_budget import MissBudget
from shared.seal.checkpoints import CheckpointKey
from shared.settings import Settings
from shared.web.callers import Authenticator
from shared.worlds.fault_plan import NO_FAULTS, Faults
from shared.worlds.held import Held
from shared.worlds.journal import note_record
from shared.worlds.readiness import ReadyChecks
from shared.worlds.standbys import Standbys
from shared.worlds.state import WorldState
from shared.worlds.world import World, open_world

_A_MOMENT_LATER_S = 1.0


@dataclass(frozen=True, slots=True)
class WorldOpening:
    """What eligibility needs to open any world. Without a checkpoint key records are not sealed."""

    settings: Settings
    budget: ConnectionBudget
    checkpoint_key: CheckpointKey | None
    around: Around = NOTHING
    faults: Faults = NO_FAULTS

    @asynccontextmanager
    async def opened(self, state: WorldState) -> AsyncIterator[Held]:
        """Open a world; what another process left unworked is taken up at once, what is unsealed a moment later."""
        settings, key = self.settings, self._key_of(state.name)
        async with open_world(
            settings,
            "eligibility",
            refuse_without_order,
            state=state,
            budget=self.budget,
            faults=self.faults,
            published_age_limit_s=settings.published_age_limit_s,
        ) as world:
            check, keys, bulk = self._check(world), self._keys(world), self._bulk(world)
            shown = replace(check, log=self.around.log(world, check.log), answers=self.around.answers(world))
            roots, authenticator = check.roots, Authenticator(world.life, world.database)
            numbers = NumberReceptions(world)
            nonces, months = SpentNonces(world.database, check.nonces.lifetime), MonthsAhead(world)
            worker = BulkWorker(world, check.reads, bulk, keys, numbers, nonces)
            watch, unsealed, listening = CheckWatch(world), Unsealed(), Listening(world)
            world.background.add_waiting(watch)
            world.background.add(READING, lambda: _look_round(world, roots, authenticator, months), is_lasting=True)
            world.background.add(WORKING, worker.step, ends_before_a_pause=True)
            world.background.add_due(worker.tidy)
            world.background.add_due(months.keep)
            world.background.add(TIDYING, worker.tidy_step, is_lasting=True)
            if world.published_age.is_limited:
                world.background.add(LISTENING, listening.step, is_lasting=True)
                world.background.need(LISTENING)
            standbys = Standbys(world.name, world.database, ShiftedClock())
            async with Sealing(world, key, unsealed).shown() as sealing, standbys.shown():
                if key is not None:
                    world.background.add(SEALING, sealing.step)
                    world.background.add(LOOKING_BEHIND, lambda: unsealed.look_behind(world), is_lasting=True)
                world.background.need(READING)
                # Those who opened the world are answered first. Bulk checks do not wait: a pause would wait for them.
                for work in (SEALING, TIDYING, LOOKING_BEHIND):
                    world.background.need(work, in_s=_A_MOMENT_LATER_S)
                yield Held(
                    world,
                    authenticator,
                    CheckNeeds(authenticator, shown, keys),
                    shown,
                    check.nonces,
                    check.log,
                    check.misses,
                    keys,
                    bulk,
                    numbers,
                    watch,
                    _ready_checks(world, roots, authenticator, unsealed, listening, standbys),
                )

    def _key_of(self, world: str) -> CheckpointKey | None:
        """A sandbox seals with a key of its own."""
        key = self.checkpoint_key
        return key if key is None or world == self.settings.world else key.of_world(world)

    @property
    def _misses(self) -> MissBudgets:
        settings = self.settings
        return MissBudgets(
            single=MissBudget(settings.miss_limit, timedelta(seconds=settings.miss_window_s)),
            bulk=MissBudget(settings.bulk_miss_limit, timedelta(seconds=settings.bulk_miss_window_s), is_bulk=True),
            turns=MissTurns(settings.miss_limit, settings.waiting_limit),
        )

    def _check(self, world: World) -> CheckPorts:
        settings, misses = self.settings, self._misses
        lifetime = timedelta(seconds=settings.nonce_lifetime_s)
        return CheckPorts(
            world=world,
            nonces=NonceMint(self._nonce_key, world.life, lifetime, world.random_bytes),
            roots=TrustedRoots(world),
            reads=CheckReads(world, most_waiting=settings.waiting_limit, misses=misses.single),
            log=CheckLog(world, most_waiting=settings.waiting_limit, told=note_record),
            misses=misses,
        )

    def _bulk(self, world: World) -> Receptions:
        return Receptions(world, self._misses.bulk, self.around.progress(world))

    def _keys(self, world: World) -> IdempotencyKeys:
        return IdempotencyKeys(world.database, hmac.digest(self._nonce_key, b"onshi idempotency keys", "sha256"))

    @property
    def _nonce_key(self) -> bytes:
        return bytes.fromhex(self.settings.secret("nonce_key"))


async def _look_round(world: World, roots: TrustedRoots, authenticator: Authenticator, months: MonthsAhead) -> float:
    """Read what is published, and take up what another process may have left: it shares bulk checks, or has died."""
    pause = await keep_reading(world, roots, authenticator)
    with suppress(*DATABASE_FAILURES):
        await months.keep()
    for work in (WORKING, SEALING):
        world.background.need(work)
    return pause


def _ready_checks(
    world: World,
    roots: TrustedRoots,
    authenticator: Authenticator,
    unsealed: Unsealed,
    listening: Listening,
    standbys: Standbys,
) -> ReadyChecks:
    # What is published is a copy in a cell alone.
    in_cell = {"published_current": listening.is_current} if world.published_age.is_limited else {}
    return ReadyChecks(
        {
            **in_cell,
            "trusted_roots": lambda: roots.can_verify(world.clock.now()),
            "token_keys": lambda: authenticator.can_verify(world.clock.now()),
            "database": world.database.can_write,
            "record_order": lambda: keeps_record_order(world.database),
        },
        # A check is answered all the same: what is sealed late is in the record, and a clinic must not wait.
        {"record_sealed_late": unsealed.is_late, **standbys.warnings},
    )
