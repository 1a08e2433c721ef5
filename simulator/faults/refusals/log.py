"""What keeps the records of checks in a simulator: where a fault of refusal fires, the check ends in it.

By then everything was read and judged, and nothing is stored: what the real refusal would have found later or earlier
no answer shows. One that comes after the nonce is recorded as a rejected check, which spends the nonce; one that comes
before it leaves nothing behind (docs/decisions/0076).
"""

from typing import Protocol, TypeVar
from uuid import UUID

from msgspec.structs import replace

from services.eligibility.checks.rules.acts import DisclosureRecord
from shared.errors import ServiceError
from shared.worlds.fault_plan import NOBODY, Who, person_key
from shared.worlds.world import World
from simulator.faults.refusals.codes import KINDS_OF_CARDS, OF_CALLERS, OF_CARDS, RECORDED, refusal_of

_Key_contra = TypeVar("_Key_contra", contravariant=True)
_ENDS_IN_AN_ANSWER = ("answered", "refused")


class Log(Protocol[_Key_contra]):
    """The one write of a check."""

    async def store(self, record: DisclosureRecord, key: _Key_contra | None = None) -> None:
        """Return when the record is durable."""


class FaultyLog(Log[_Key_contra]):
    """Keeps the records of one world's checks."""

    def __init__(self, world: World, log: Log[_Key_contra]) -> None:
        self._world, self._log = world, log

    async def store(self, record: DisclosureRecord, key: _Key_contra | None = None) -> None:
        """Return when the record is durable; raises what the log raises, and the refusal that a fault makes."""
        if not self._world.faults.is_empty and _is_a_check(record):
            refusal = await self._fired(record)
            if refusal is not None:
                if refusal.code in RECORDED:
                    await self._log.store(_rejected(record, refusal))
                raise refusal
        await self._log.store(record, key)

    async def _fired(self, record: DisclosureRecord) -> ServiceError | None:
        faults, about = self._world.faults, _about(record)
        elsewhere = OF_CALLERS if _is_by_card(record) else OF_CALLERS | OF_CARDS
        fired = await faults.fired("refusal", about, fits=lambda named: named["code"] not in elsewhere)
        if fired is not None:
            return refusal_of(fired.parameters["code"])
        if _is_by_card(record):
            for kind, code in KINDS_OF_CARDS.items():
                if await faults.fired(kind, about) is not None:
                    return refusal_of(code)
        return None


def _is_a_check(record: DisclosureRecord) -> bool:
    # What is refused anyway keeps its own reason; what is read again was answered before.
    return record.outcome in _ENDS_IN_AN_ANSWER and record.rederived_from is None


def _is_by_card(record: DisclosureRecord) -> bool:
    return record.nonce is not None


def _about(record: DisclosureRecord) -> Who:
    return NOBODY if record.person_id is None else frozenset({person_key(UUID(record.person_id))})


def _rejected(record: DisclosureRecord, refusal: ServiceError) -> DisclosureRecord:
    """Return the record of the same check as it ends in ``refusal``: what was asked, and nothing of what was found."""
    return replace(
        record,
        outcome="rejected",
        code=refusal.code,
        kinds=[],
        person_id=None,
        registry_version=None,
        coverage_ids=[],
        certificate_state=None,
    )
