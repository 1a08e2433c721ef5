"""The course of the scale bench: laps at a steady rate in worlds of all sizes, in turn, so that noise hits all alike.

The rate is a share of what one worker answers at most in the smallest world. By card it is people who come again and
again, by identifiers somebody else each time. At the end the pages that checks touch of the published tables are
counted.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import msgspec
import uvloop

from loadtests.bench.driver import Answer, DriverFailed, Run, drive, post
from loadtests.bench.judging import Judge
from loadtests.machine.servers import LOOPBACK
from loadtests.machine.spread import spread
from loadtests.scale.nation import BRANCH, INSURER, SYMBOL, patient
from loadtests.scale.open_loop import drive_at
from loadtests.scale.publishing import BLOCKS
from loadtests.scale.stand import ScaleStand, SizedWorld
from loadtests.worlds.cards import ProofOrder, sign_proofs
from loadtests.worlds.filling import OpenProgress
from loadtests.worlds.population import Patient
from shared.clock import ShiftedClock, day_in_japan

SHARE_OF_CAPACITY = 0.3
BY_CARD, BY_IDENTIFIERS = "my_number_card", "insured_identifier"
METHODS = (BY_CARD, BY_IDENTIFIERS)
_WARM_UP = 200
_CAPACITY_LAP = 600
_COUNTED = 200
_LONGEST_LAP_S = 60.0
_STATISTICS_WRITTEN_S = 11.0
"""A backend that has nothing to do writes its counts after ten seconds (PGSTAT_IDLE_INTERVAL)."""


@dataclass
class Figures:
    """What was measured of one method in one world."""

    latencies_s: list[float] = field(default_factory=list)
    pages: float = 0.0
    """Pages of published tables and their indexes that a check touches."""
    pages_read: float = 0.0
    """Of these, such as were not in PostgreSQL's own memory."""


@dataclass(frozen=True, slots=True)
class ScaleMeasured:
    """What one course measured: figures by persons and method, the capacity and the rate, checks a second."""

    figures: dict[tuple[int, str], Figures]
    capacity: dict[str, float]
    rate: dict[str, float]


class ScaleCourse:
    """One course over one stand; ``judge`` sees every answer."""

    def __init__(self, stand: ScaleStand, pool: Executor, judge: Judge, seed: int, open_progress: OpenProgress) -> None:
        self._stand = stand
        self._pool = pool
        self._judge = judge
        self._draw = random.Random(seed)
        self._open_progress = open_progress
        self._today = day_in_japan(ShiftedClock().now())

    async def run(self, rounds: int, lap: int) -> ScaleMeasured:
        """Warm up and measure. Raises DriverFailed."""
        for world in self._stand.worlds:
            for method in METHODS:
                await self._at_full_speed(world, method, _WARM_UP)
        smallest = self._stand.worlds[0]
        capacity = {
            method: (await self._at_full_speed(smallest, method, _CAPACITY_LAP)).answers_per_s for method in METHODS
        }
        rate = {method: SHARE_OF_CAPACITY * each for method, each in capacity.items()}
        figures = {(world.persons, method): Figures() for world in self._stand.worlds for method in METHODS}
        advance = self._open_progress("checks", rounds * lap * len(figures))
        for number in range(rounds):
            for method in METHODS:
                for world in self._in_turn(number):
                    people, requests = await self._requests(world, method, lap)
                    run = await asyncio.to_thread(_paced_on_uvloop, world.worker.port, requests, rate[method])
                    self._look_at(run.answers, people, method)
                    figures[world.persons, method].latencies_s.extend(run.latencies_s)
                    advance(lap)
        await self._count_pages(figures)
        return ScaleMeasured(figures, capacity, rate)

    def _in_turn(self, number: int) -> Sequence[SizedWorld]:
        first = number % len(self._stand.worlds)
        return [*self._stand.worlds[first:], *self._stand.worlds[:first]]

    async def _count_pages(self, figures: dict[tuple[int, str], Figures]) -> None:
        advance = self._open_progress("pages", len(figures))
        await asyncio.sleep(_STATISTICS_WRITTEN_S)
        for method in METHODS:
            before = [await _pages(world) for world in self._stand.worlds]
            for world in self._stand.worlds:
                await self._at_full_speed(world, method, _COUNTED)
            await asyncio.sleep(_STATISTICS_WRITTEN_S)
            for world, earlier in zip(self._stand.worlds, before, strict=True):
                touched, read = await _pages(world)
                found = figures[world.persons, method]
                found.pages, found.pages_read = (touched - earlier[0]) / _COUNTED, (read - earlier[1]) / _COUNTED
                advance(1)

    async def _at_full_speed(self, world: SizedWorld, method: str, number: int) -> Run:
        people, requests = await self._requests(world, method, number)
        run = await asyncio.to_thread(_driven_on_uvloop, world.worker.port, requests)
        self._look_at(run.answers, people, method)
        return run

    def _look_at(self, answers: Sequence[Answer], people: Sequence[Patient], method: str) -> None:
        for answer, person in zip(answers, people, strict=True):
            self._judge.check(answer, person, method)

    async def _requests(self, world: SizedWorld, method: str, number: int) -> tuple[Sequence[Patient], list[bytes]]:
        """Return who is asked about, and the requests: nonces are fetched and proofs signed before the clock starts."""
        if method == BY_CARD:
            places = [self._draw.randrange(len(world.holders)) for _ in range(number)]
            people = [world.holders[place] for place in places]
            bodies = iter(await self._signed(world, places))
        else:
            people = [patient(self._draw.randrange(world.persons), self._today) for _ in range(number)]
            bodies = map(_body_by_identifiers, people)
        return people, [post(LOOPBACK, "/v1/checks", self._token(one), next(bodies)) for one in people]

    async def _signed(self, world: SizedWorld, places: Sequence[int]) -> list[bytes]:
        people = [world.holders[place] for place in places]
        asked = [post(LOOPBACK, "/v1/challenges", self._token(one), b"") for one in people]
        run = await asyncio.to_thread(_driven_on_uvloop, world.worker.port, asked)
        signed_at = int(ShiftedClock().now().timestamp())
        orders = [
            ProofOrder(world.cards[place], nonce, one.institution_code, signed_at)
            for place, one, nonce in zip(places, people, _nonces(run), strict=True)
        ]
        return await spread(self._pool, sign_proofs, orders, lambda _: None)

    def _token(self, person: Patient) -> str:
        return self._stand.tokens[person.institution_code]


async def _pages(world: SizedWorld) -> tuple[int, int]:
    (row,) = await world.worker.admin.fetch(BLOCKS)
    return row["touched"], row["read"]


def _nonces(run: Run) -> Iterator[str]:
    for answer in run.answers:
        try:
            yield msgspec.json.decode(answer.body, type=dict[str, str])["nonce"]
        except (msgspec.MsgspecError, KeyError):
            raise DriverFailed("a challenge was not answered with a nonce") from None


def _body_by_identifiers(person: Patient) -> bytes:
    insured = {
        "insurer_number": INSURER,
        "symbol": SYMBOL,
        "number": person.coverage.number,
        "branch": BRANCH,
        "birthdate": person.record.birthdate,
    }
    return msgspec.json.encode({"insured": insured, "purpose": "CARE_VISIT", "limit_certificate_consent": True})


def _driven_on_uvloop(port: int, requests: Sequence[bytes]) -> Run:
    return uvloop.run(drive(port, requests, deadline_s=_LONGEST_LAP_S))


def _paced_on_uvloop(port: int, requests: Sequence[bytes], rate: float) -> Run:
    return uvloop.run(drive_at(port, requests, rate))
