"""The course of the bench: warm-up, then cold, warm and identifier laps, each lap between two of the echo.

At the end laps in the world with a history, each between two of the same checks in the fresh one.
"""

import itertools
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import msgspec

from loadtests.cards import ProofOrder, sign_proofs
from loadtests.driver import DriverFailed, post
from loadtests.judging import Judge
from loadtests.measuring import Lap, Series, run_checks, run_echoes
from loadtests.population import Patient
from loadtests.servers import LOOPBACK
from loadtests.spread import spread
from loadtests.stand import CheckWorker, Stand
from loadtests.worlds import OpenProgress
from shared.clock import ShiftedClock

WARM_UP = 500
"""People beside the measured ones, for whom the worker opens its connections and Python its caches."""
LAPS = 10
_IDENTIFIER_LAPS = 4
_ECHOES_A_LAP = 4000
_WARM_CERTIFICATES = 2000
_CHALLENGES_A_RUN = 2000
_AGED_LAPS = 8
_AGED_LAP = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """What one course measured."""

    cold: Series
    warm: Series
    identifiers: Series
    aged: Series
    """By card, certificates known, with a history; its ``echoes`` are laps of the same checks in the fresh world."""
    aged_identifiers: Series


class Course:
    """One course over one stand; ``judge`` sees every answer."""

    def __init__(self, stand: Stand, pool: Executor, judge: Judge, open_progress: OpenProgress) -> None:
        self._stand = stand
        self._pool = pool
        self._judge = judge
        self._open_progress = open_progress
        self._echo_bodies: list[bytes] = []

    async def run(self) -> Measured:
        """Warm up and measure. Raises DriverFailed."""
        warm_up, measured = self._stand.patients[:WARM_UP], self._stand.patients[WARM_UP:]
        cold_laps = _cut(measured, -(-len(measured) // LAPS))
        known = itertools.cycle(measured[:_WARM_CERTIFICATES])
        warm_laps = [list(itertools.islice(known, len(lap))) for lap in cold_laps]
        identifier_laps = cold_laps[:_IDENTIFIER_LAPS]

        old_friends = list(measured[:_AGED_LAP])
        signers = [*warm_up, *itertools.chain(*cold_laps, *warm_laps, *[old_friends] * (_AGED_LAPS + 2))]
        proofs = iter(await self._signed_bodies(signers))
        warm_up_bodies = list(itertools.islice(proofs, len(warm_up)))
        self._echo_bodies = list(itertools.islice(itertools.cycle(warm_up_bodies), _ECHOES_A_LAP))
        await self._checks(self._stand.fresh, "my_number_card", warm_up, iter(warm_up_bodies))
        await self._echoes()

        cold = await self._series("cold", "my_number_card", cold_laps, proofs)
        warm = await self._series("warm", "my_number_card", warm_laps, proofs)
        bodies = map(_identifier_body, itertools.chain(*identifier_laps))
        identifiers = await self._series("identifiers", "insured_identifier", identifier_laps, bodies)
        aged = await self._aged_series("aged", "my_number_card", old_friends, proofs)
        bodies = map(_identifier_body, itertools.cycle(old_friends))
        aged_identifiers = await self._aged_series("aged, ident.", "insured_identifier", old_friends, bodies)
        return Measured(cold, warm, identifiers, aged, aged_identifiers)

    async def _signed_bodies(self, patients: Sequence[Patient]) -> list[bytes]:
        """Fetch a nonce for each patient and have their card sign it: all that the clock must not see."""
        advance = self._open_progress("nonces", len(patients))
        nonces: list[str] = []
        for some in _cut(patients, _CHALLENGES_A_RUN):
            requests = [post(LOOPBACK, "/v1/challenges", self._token(one), b"") for one in some]
            lap = await run_checks(self._stand, self._stand.fresh, requests)
            nonces.extend(_nonce_in(answer.body) for answer in lap.run.answers)
            advance(len(some))
        signed_at = int(ShiftedClock().now().timestamp())
        orders = [
            ProofOrder(self._stand.cards[one.index], nonce, one.institution_code, signed_at)
            for one, nonce in zip(patients, nonces, strict=True)
        ]
        return await spread(self._pool, sign_proofs, orders, self._open_progress("signatures", len(orders)))

    async def _series(
        self, title: str, method: str, laps: Sequence[Sequence[Patient]], bodies: Iterator[bytes]
    ) -> Series:
        advance = self._open_progress(title, sum(map(len, laps)))
        checks, echoes = [], [await self._echoes()]
        for patients in laps:
            checks.append(await self._checks(self._stand.fresh, method, patients, bodies))
            echoes.append(await self._echoes())
            advance(len(patients))
        return Series(checks, echoes)

    async def _aged_series(
        self, title: str, method: str, patients: Sequence[Patient], bodies: Iterator[bytes]
    ) -> Series:
        """Let both worlds answer the same bodies in turn, after a lap for which nothing is warm."""
        advance = self._open_progress(title, (_AGED_LAPS + 2) * len(patients))
        fresh, aged = [], []
        for lap in range(_AGED_LAPS + 2):
            these = list(itertools.islice(bodies, len(patients)))
            fresh.append(await self._checks(self._stand.fresh, method, patients, iter(these)))
            if lap <= _AGED_LAPS:
                aged.append(await self._checks(self._stand.aged, method, patients, iter(these)))
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


def _cut(patients: Sequence[Patient], size: int) -> list[Sequence[Patient]]:
    return [patients[start : start + size] for start in range(0, len(patients), size)]
