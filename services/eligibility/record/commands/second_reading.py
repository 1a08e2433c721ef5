"""Reading an answer again: it is derived, recorded as a disclosure of its own, and only then sent."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import msgspec

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.ports import Log
from services.eligibility.checks.rules.acts import DisclosureRecord, Outcome
from services.eligibility.checks.rules.pipeline import record_of, recorded
from services.eligibility.record.commands.rederivation import answer_again, derive_again
from services.eligibility.record.store.kept_checks import KeptCheck, read_kept
from shared.domain.roles import Role
from shared.errors import CardNotUsable, ResourceNotFound
from shared.pki.tokens import Caller
from shared.worlds.world import World

_ETAG_LENGTH = 32


@dataclass(frozen=True, slots=True)
class SecondReading:
    """An answer as it leaves, and what names its content."""

    body: bytes
    etag: str


async def read_again(
    check_id: UUID,
    caller: Caller,
    world: World,
    log: Log,
    write: Callable[[CheckAnswer], bytes],
    has_it: Callable[[str], bool] = lambda _etag: False,
) -> SecondReading:
    """Return the answer to an earlier check of the caller's institution, or of the caller when there is none.

    ``write`` is how the face that asks writes an answer. ``has_it`` tells whether the caller holds the answer with
    that etag: then nothing is disclosed, and none recorded. Raises ResourceNotFound, CheckHasNoAnswer, CardNotUsable,
    RoleNotAllowed, Overloaded or DatabaseUnavailable.
    """
    now = world.clock.now()
    found = await read_kept(world, [check_id])
    if not found or not _is_own(found[0], caller):
        raise ResourceNotFound
    kept = found[0]
    try:
        outcome = derive_again(kept, caller.role, now)
    except CardNotUsable as refusal:
        await log.store(record_of_reading(kept, refusal, caller, world))
        raise
    body = write(answer_again(kept, outcome))
    reading = SecondReading(body, f'"{sha256(body).hexdigest()[:_ETAG_LENGTH]}"')
    if not has_it(reading.etag):
        await log.store(record_of_reading(kept, outcome, caller, world))
    return reading


def _is_own(kept: KeptCheck, caller: Caller) -> bool:
    if kept.institution_code != caller.institution_code:
        return False
    # Who stands for no institution (an insurer, a review body) has only what the same client asked; so has a reader,
    # which may have lost an answer and is nobody's workplace.
    is_shared = caller.institution_code is not None and caller.role is not Role.READER
    return is_shared or kept.client_id == caller.client_id


def record_of_reading(
    kept: KeptCheck, outcome: Outcome | CardNotUsable, caller: Caller, world: World
) -> DisclosureRecord:
    """Return what is stored before an earlier answer is sent again: it names what the first record names."""
    asked = msgspec.structs.replace(kept.asked, chosen=kept.agreed, rederived_from=kept.check_id)
    names = msgspec.structs.replace(
        recorded(outcome),
        person_id=None if kept.person_id is None else str(kept.person_id),
        version_id=kept.registry_version,
        coverage_ids=kept.coverage_ids,
        certificate_state=kept.certificate_state,
    )
    return record_of(begin(caller, world), asked, names)
