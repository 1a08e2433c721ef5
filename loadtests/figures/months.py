"""What months of the record cost a check.

    python -m loadtests.figures.months [--records N] [--months M]

The statements of a check, as the check path plans them, in a world whose record lies in this month, and in one with as
many records over M months: the pages that each touches, and its time in turns.
"""

import argparse
import asyncio
import contextlib
import os
import re
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import asyncpg
import msgspec

from loadtests.machine.description import describe_machine
from loadtests.worlds.history import make_history
from loadtests.worlds.months import open_place
from loadtests.worlds.population import invent_patients
from services.eligibility.checks.rules.acts import Act, Asked, Recorded
from services.eligibility.checks.rules.pipeline import record_of
from services.eligibility.checks.store import check_log, reads
from services.eligibility.record.store import kept_checks
from shared.clock import ShiftedClock
from shared.db.database import Database, open_database
from shared.db.roles import runtime_role
from shared.domain.codes import CheckMethod
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.ids import first_id_at, new_id
from shared.pki.tokens import Caller
from shared.published.eligibility import check_list
from shared.web.edge import DEFAULT_WORLD

_PATIENTS = 2_000
_TIMES = 400
_THIS_MONTH = timedelta(days=1)


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.months", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--records", type=int, default=100_000, help="records of checks (100000)")
    parser.add_argument("--months", type=int, default=60, help="over how many months (60)")
    options = parser.parse_args()
    asyncio.run(_cost(options.records, options.months))
    return 0


async def _cost(records: int, months: int) -> None:
    people = list(invent_patients(_PATIENTS, 1, ShiftedClock().now()))
    role = runtime_role("eligibility")
    async with open_place() as place, contextlib.AsyncExitStack() as stack:
        opened = {}
        for name, span in (("one", _THIS_MONTH), ("many", timedelta(days=30 * months))):
            admin = await stack.enter_async_context(place.world(name))
            await make_history(admin, people, records, lambda _by: None, span=span)
            opened[name] = await stack.enter_async_context(open_database(place.url(name, role), statement_timeout_s=60))
        _say(f"{records} records, in this month and over {months}; load {os.getloadavg()[0]:.0f}; {describe_machine()}")
        for what, (statement, arguments) in _STATEMENTS.items():
            one, many = await _in_turn(opened["one"], opened["many"], statement, arguments)
            _say(f"{what:32} pages {one.pages:4} and {many.pages:4}, {one.least_us:6.0f} and {many.least_us:6.0f} us")


@dataclass(slots=True)
class _Cost:
    pages: int
    times: list[float] = field(default_factory=list)

    @property
    def least_us(self) -> float:
        """The tenth part of the times is below it: of the least one the machine's other work took nothing."""
        return sorted(self.times)[len(self.times) // 10] * 1e6


Arguments = Callable[[], tuple[object, ...]]


async def _in_turn(one: Database, many: Database, statement: str, arguments: Arguments) -> tuple[_Cost, _Cost]:
    costs = [_Cost(await _pages(each, statement, arguments)) for each in (one, many)]
    for _ in range(_TIMES):
        for cost, database in zip(costs, (one, many), strict=True):
            values = arguments()
            began = time.perf_counter()
            await database.fetch(statement, *values)
            cost.times.append(time.perf_counter() - began)
    return costs[0], costs[1]


async def _pages(database: Database, statement: str, arguments: Arguments) -> int:
    """Return how many pages it touches; what it stores is taken back."""
    pages = 0
    # Twice: the first time it reads the catalogue too.
    for _ in range(2):
        rows: list[asyncpg.Record] = []
        with contextlib.suppress(_TakenBack):
            async with database.bare_transaction() as connection:
                rows = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", *arguments())
                raise _TakenBack
        found = re.search(r"Buffers: shared hit=(\d+)", "\n".join(row[0] for row in rows))
        pages = 0 if found is None else int(found[1])
    return pages


class _TakenBack(Exception):
    pass


_ASKER = Caller(
    client_id="bench",
    role=Role.INSTITUTION,
    scopes=frozenset(),
    world=DEFAULT_WORLD,
    expires_at=datetime.max.replace(tzinfo=UTC),
    institution_code=InstitutionCode("9910000018"),
)


def _a_record() -> tuple[str]:
    now, nonce = ShiftedClock().now(), secrets.token_hex(20)
    asked = Asked(
        method=CheckMethod.MY_NUMBER_CARD,
        purpose=PurposeOfUse.CARE_VISIT,
        as_of=date(2026, 11, 20),
        nonce=nonce,
        proof_digest=nonce,
    )
    record = record_of(Act(new_id(now, os.urandom), now, asked.as_of, _ASKER), asked, Recorded("answered", "valid"))
    return (msgspec.json.encode([record]).decode(),)


def _identifiers() -> tuple[object, ...]:
    now = ShiftedClock().now()
    since = now - timedelta(minutes=1)
    named = (["02999918"], ["1"], ["1"], ["00"], [date(1985, 4, 12)], ["9910000018"], ["9910000018"])
    return (*named, now, since, 60, first_id_at(since))


_STATEMENTS: dict[str, tuple[str, Arguments]] = {
    "read by card": (
        reads._BY_CARD,  # noqa: SLF001 - measured as the path has them
        lambda: ([b"1"], [b"1"], ShiftedClock().now(), ["9910000018"]),
    ),
    "read by identifiers": (reads._BY_IDENTIFIER, _identifiers),  # noqa: SLF001 - same
    "store a record, spend its nonce": (check_log._INSERT, _a_record),  # noqa: SLF001 - same
    "read an earlier answer": (
        kept_checks._KEPT,  # noqa: SLF001 - same
        lambda: ([new_id(ShiftedClock().now(), os.urandom)], ShiftedClock().now()),
    ),
    "a page of the list, from the end": (
        check_list.PAGE_OF_CHECKS,
        lambda: ("9910000018", str(1 << 62), first_id_at(ShiftedClock().now()), None, 100),
    ),
}


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
