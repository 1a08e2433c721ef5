"""The course of the bench: warm-up, then cold, warm and identifier laps, each lap between two of the echo.

Messages and 一括照会 follow, each lap between two of checks over REST.

Where another checkout is measured beside ours, both make each lap, in turn.

At the end laps in the world with a history, each between two of the same checks in the fresh one.
"""

import itertools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import msgspec

from loadtests.bench.bulk_lap import run_bulk
from loadtests.bench.driver import DriverFailed, post
from loadtests.bench.judging import Judge
from loadtests.bench.measuring import Lap, Series, run_checks, run_echoes
from loadtests.bench.message import MESSAGES, message_about
from loadtests.bench.plan import Plan, cut
from loadtests.bench.stand import CheckWorker, Stand
from loadtests.machine.servers import LOOPBACK
from loadtests.machine.spread import spread
from loadtests.worlds.cards import ProofOrder, sign_proofs
from loadtests.worlds.filling import OpenProgress
from loadtests.worlds.population import Patient
from shared.clock import ShiftedClock

_CHALLENGES_A_RUN = 2000
Ask = Callable[[CheckWorker, Sequence[Patient]], Awaitable[Lap]]
"""Asks a worker about people, and judges the answers."""


@dataclass(frozen=True, slots=True)
class OfWorker:
    """What was measured of one worker in a fresh world."""

    cold: Series
    unverified: Series
    """Cold, and the certificate's chain was verified nowhere."""
    warm: Series
    identifiers: Series


@dataclass(frozen=True, slots=True)
class Measured:
    """What one course measured."""

    own: OfWorker
    beside: OfWorker | None
    """Of the other checkout's worker, in turn with ours."""
    messages: Sequence[Series]
    """By message (siquc01), ours and then the other checkout's; its ``echoes`` are laps of checks over REST of the same
    people."""
    bulk: Series
    """Many at once (一括照会), ours; its ``echoes`` as those of messages."""
    aged: Series | None
    """By card, certificates known, with a history; its ``echoes`` are laps of the same checks in the fresh world."""
    aged_identifiers: Series | None


def cost_of(series: Series) -> float:
    """Return how many times a check over REST of the same person one of the series takes: the median of neighbours."""
    return 1 / series.ratio


class Course:
    """One course over one stand; ``judge`` sees every answer."""

    def __init__(self, stand: Stand, pool: Executor, judge: Judge, plan: Plan, open_progress: OpenProgress) -> None:
        self._stand = stand
        self._pool = pool
        self._judge = judge
        self._plan = plan
        self._open_progress = open_progress
        self._echo_bodies: list[bytes] = []
        self._in_turn = [each for each in (stand.fresh, stand.beside) if each is not None]

    async def run(self) -> Measured:
        """Warm up and measure. Raises DriverFailed."""
        plan, patients, verified = self._plan, self._stand.patients, self._stand.verified
        warm_up, measured = patients[: plan.warm_up], patients[plan.warm_up : verified]
        cold_laps = plan.laps_of(measured, len(measured))
        unverified_laps = plan.laps_of(patients[verified:], len(measured))
        known = itertools.cycle(measured[: plan.warm_certificates])
        warm_laps = [list(itertools.islice(known, len(lap))) for lap in cold_laps]
        identifier_laps = cold_laps[: plan.identifier_laps]
        old_friends = list(measured[: plan.aged_lap])
        aged_laps = [old_friends] * (plan.aged_laps + 2 if self._stand.aged else 0)

        signers = [*warm_up, *itertools.chain(*cold_laps, *unverified_laps, *warm_laps)]
        proofs = [iter(await self._signed_bodies(worker, signers)) for worker in self._in_turn]
        for_history = iter(await self._signed_bodies(self._stand.fresh, list(itertools.chain(*aged_laps))))
        warm_up_bodies = [list(itertools.islice(signed, len(warm_up))) for signed in proofs]
        self._echo_bodies = list(itertools.islice(itertools.cycle(warm_up_bodies[0]), plan.echoes_a_lap))
        for worker, bodies in zip(self._in_turn, warm_up_bodies, strict=True):
            await self._checks(worker, "my_number_card", warm_up, iter(bodies))
        await self._echoes()

        cold = await self._series("cold", "my_number_card", cold_laps, proofs)
        unverified = await self._series("unverified", "my_number_card", unverified_laps, proofs)
        warm = await self._series("warm", "my_number_card", warm_laps, proofs)
        asked = [map(_identifier_body, itertools.chain(*identifier_laps)) for _ in self._in_turn]
        identifiers = await self._series("identifiers", "insured_identifier", identifier_laps, asked)
        beside_rest = cold_laps[: plan.message_laps]
        messages = [await self._beside_rest("messages", each, beside_rest, self._messages) for each in self._in_turn]
        bulk = await self._beside_rest("bulk", self._stand.fresh, beside_rest, self._bulk)
        own, *beside = [OfWorker(*series) for series in zip(cold, unverified, warm, identifiers, strict=True)]
        aged = aged_identifiers = None
        if self._stand.aged is not None:
            aged = await self._aged_series("aged", "my_number_card", self._stand.aged, aged_laps, for_history)
            bodies_again = map(_identifier_body, itertools.cycle(old_friends))
            aged_identifiers = await self._aged_series(
                "aged, ident.", "insured_identifier", self._stand.aged, aged_laps, bodies_again
            )
        return Measured(own, beside[0] if beside else None, messages, bulk, aged, aged_identifiers)

    async def _signed_bodies(self, worker: CheckWorker, patients: Sequence[Patient]) -> list[bytes]:
        """Fetch a nonce of ``worker`` for each patient and have their card sign it: what the clock must not see."""
        advance = self._open_progress("nonces", len(patients))
        nonces: list[str] = []
        for some in cut(patients, _CHALLENGES_A_RUN):
            requests = [post(LOOPBACK, "/v1/challenges", self._token(one), b"") for one in some]
            lap = await run_checks(self._stand, worker, requests)
            nonces.extend(_nonce_in(answer.body) for answer in lap.run.answers)
            advance(len(some))
        signed_at = int(ShiftedClock().now().timestamp())
        orders = [
            ProofOrder(self._stand.cards[one.index], nonce, one.institution_code, signed_at)
            for one, nonce in zip(patients, nonces, strict=True)
        ]
        return await spread(self._pool, sign_proofs, orders, self._open_progress("signatures", len(orders)))

    async def _series(
        self, title: str, method: str, laps: Sequence[Sequence[Patient]], bodies: Sequence[Iterator[bytes]]
    ) -> list[Series]:
        """Let each worker in turn make each lap, the first one a different one each time; return a series for each."""
        advance = self._open_progress(title, sum(map(len, laps)))
        checks: list[list[Lap]] = [[] for _ in self._in_turn]
        echoes = [await self._echoes()]
        for number, patients in enumerate(laps):
            for step in range(len(self._in_turn)):
                turn = (number + step) % len(self._in_turn)
                checks[turn].append(await self._checks(self._in_turn[turn], method, patients, bodies[turn]))
            echoes.append(await self._echoes())
            advance(len(patients))
        return [Series(each, echoes) for each in checks]

    async def _beside_rest(
        self, title: str, worker: CheckWorker, laps: Sequence[Sequence[Patient]], ask: Ask
    ) -> Series:
        """Let people be asked about in another way between laps over REST; for the first lap nothing is warm."""
        advance = self._open_progress(title, sum(map(len, laps)))
        asked, over_rest = [], [await self._over_rest(worker, laps[0])]
        for patients in laps:
            asked.append(await ask(worker, patients))
            over_rest.append(await self._over_rest(worker, patients))
            advance(len(patients))
        return Series(asked[1:], over_rest[1:])

    async def _messages(self, worker: CheckWorker, patients: Sequence[Patient]) -> Lap:
        requests = [
            post(LOOPBACK, MESSAGES, self._token(one), message_about(one), "application/xml") for one in patients
        ]
        lap = await run_checks(self._stand, worker, requests)
        for answer, patient in zip(lap.run.answers, patients, strict=True):
            self._judge.message(answer, patient)
        return lap

    async def _bulk(self, worker: CheckWorker, patients: Sequence[Patient]) -> Lap:
        lap, answer = await run_bulk(self._stand, worker, patients)
        self._judge.bulk(answer, patients)
        return lap

    async def _over_rest(self, worker: CheckWorker, patients: Sequence[Patient]) -> Lap:
        return await self._checks(worker, "insured_identifier", patients, map(_identifier_body, patients))

    async def _aged_series(
        self,
        title: str,
        method: str,
        with_history: CheckWorker,
        laps: Sequence[Sequence[Patient]],
        bodies: Iterator[bytes],
    ) -> Series:
        """Let both worlds answer the same bodies in turn, after a lap for which nothing is warm."""
        advance = self._open_progress(title, sum(map(len, laps)))
        fresh, aged = [], []
        for number, patients in enumerate(laps):
            these = list(itertools.islice(bodies, len(patients)))
            fresh.append(await self._checks(self._stand.fresh, method, patients, iter(these)))
            if number < len(laps) - 1:
                aged.append(await self._checks(with_history, method, patients, iter(these)))
            advance(len(patients))
        return Series(aged[1:], fresh[1:])

    async def _checks(
        self, worker: CheckWorker, method: str, patients: Sequence[Patient], bodies: Iterator[bytes]
    ) -> Lap:
        requests = [post(LOOPBACK, "/v1/checks", self._token(one), next(bodies)) for one in patients]
        lap = await run_checks(self._stand, worker, requests)
        for answer, patient in zip(lap.run.answers, patients, strict=True):
            self._judge.check(answer, patient, method)
        return lap

    async def _echoes(self) -> Lap:
        # The token is not looked at, but it is part of a request's size.
        token = self._token(self._stand.patients[0])
        lap = await run_echoes(self._stand, [post(LOOPBACK, "/echo", token, body) for body in self._echo_bodies])
        for answer, body in zip(lap.run.answers, self._echo_bodies, strict=True):
            self._judge.echo(answer, body)
        return lap

    def _token(self, patient: Patient) -> str:
        return self._stand.tokens[patient.institution_code]


def _nonce_in(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=dict[str, str])["nonce"]
    except (msgspec.MsgspecError, KeyError):
        raise DriverFailed("a challenge was not answered with a nonce") from None


def _identifier_body(patient: Patient) -> bytes:
    coverage = patient.coverage
    insured = {
        "insurer_number": coverage.insurer.number,
        "symbol": coverage.symbol,
        "number": coverage.number,
        "branch": coverage.branch,
        "birthdate": patient.record.birthdate,
    }
    return msgspec.json.encode({"insured": insured, "purpose": "CARE_VISIT", "limit_certificate_consent": True})
