"""照会番号 over HTTP: this institution's own numbers for its patients."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from services.eligibility.callers import NumberKeeper, institution_of
from services.eligibility.checks.messages.insured import LONGEST_REFERENCE, Printable, Reading
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from services.eligibility.checks.store.misses import MissBudgets
from services.eligibility.references.commands.numbers import Asking, KeptNumber, KeptNumbers
from services.eligibility.references.commands.together import AskedNumber, register_together
from services.eligibility.references.messages import (
    ReferenceFailure,
    ReferenceNumber,
    ReferenceNumbers,
    ReferenceOutcome,
    ReferenceOutcomes,
    ReferenceRegistration,
    ReferenceRegistrations,
)
from services.eligibility.references.store import HandedIn, Named, NumberOutcome, NumberReceptions
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.errors import (
    BodyTooLarge,
    BodyUnreadable,
    IdempotencyKeyReused,
    InsuredAmbiguous,
    InsuredNotFound,
    MyNumberNotAccepted,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    TooManyMisses,
    Violation,
)
from shared.web.cursors import cursor_of, key_asked
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.idempotency_key import IdempotencyKey, key_in
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

REFERENCES_PATH = "/v1/reference-numbers"
BULK_REFERENCES_PATH = f"{REFERENCES_PATH}/bulk"
_LONGEST_CURSOR, _MOST, _DEFAULT = 400, 1000, 100
_ERRORS = {error.code: error for error in (InsuredNotFound, InsuredAmbiguous, ResourceNotFound, TooManyMisses)}
router = StrictRouter(prefix=REFERENCES_PATH, tags=["reference numbers"])

CheckOfPerson = Annotated[Id | None, Query(description="照会ID: of the person that this check was about.")]
OwnNumber = Annotated[
    str | None, Query(min_length=1, max_length=LONGEST_REFERENCE, description="照会番号: this number."), Printable
]


@router.put(
    "",
    summary="Register a number for a patient (照会番号登録)",
    responses=refusals(
        BodyUnreadable,
        RequestInvalid,
        MyNumberNotAccepted,
        ResourceNotFound,
        InsuredNotFound,
        InsuredAmbiguous,
        TooManyMisses,
    ),
)
async def register(
    body: ReferenceRegistration,
    caller: NumberKeeper,
    world: RequestWorld,
    misses: Annotated[MissBudgets, Depends(FromWorld(MissBudgets))],
) -> ReferenceNumber:
    """The number comes back in later answers to this institution alone, whatever insurance the patient has then.

    A person has one number at an institution: another replaces it. By `insured` it is recorded, and counts as a check
    by identifiers does (`too-many-misses`); by `check_id` nothing new is told.
    """
    reading = Reading()
    named = _read(body, "", reading)
    reading.must_be_right()
    if named is None:
        raise RequestInvalid
    kept_numbers = KeptNumbers(world, institution_of(caller))
    asking = Asking(caller, CheckMethod.INSURED_IDENTIFIER, misses.single)
    registered_at, (wrong,) = await kept_numbers.register([(body.reference_number, named)], asking)
    if wrong is not None:
        raise wrong
    return ReferenceNumber(reference_number=body.reference_number, registered_at=registered_at.astimezone(JAPAN))


@router.post(
    "/bulk",
    summary="Register many numbers (照会番号一括登録)",
    responses=refusals(
        BodyUnreadable,
        BodyTooLarge,
        RequestInvalid,
        MyNumberNotAccepted,
        IdempotencyKeyReused,
        ResourceNotFound,
        TooManyMisses,
        Overloaded,
    ),
)
async def register_many(
    request: Request,
    body: ReferenceRegistrations,
    caller: NumberKeeper,
    world: RequestWorld,
    misses: Annotated[MissBudgets, Depends(FromWorld(MissBudgets))],
    receptions: Annotated[NumberReceptions, Depends(FromWorld(NumberReceptions))],
    keys: Annotated[IdempotencyKeys, Depends(FromWorld(IdempotencyKeys))],
    _: IdempotencyKey = None,
) -> ReferenceOutcomes:
    """Up to 5,000 at once, in a body of up to 4 MiB. An item that fits nobody fails alone; the others are kept.

    Of several items about one person the last counts. Each that names its person by `insured` is recorded. Those that
    fit nobody are counted with those of 一括照会: after the last that the institution may have, the others fail with
    `too-many-misses`, and the next request is refused with it. The same request again under the same
    `Idempotency-Key` registers nothing, and gets the first answer, for a day.
    """
    reading = Reading()
    numbers: list[tuple[str, Named]] = []
    for place, item in enumerate(body.items):
        named = _read(item, f"/items/{place}", reading)
        if named is not None:
            numbers.append((item.reference_number, named))
    reading.must_be_right()
    asking = Asking(caller, CheckMethod.BULK, misses.bulk)
    institution, key = institution_of(caller), key_in(request.scope["headers"])
    kept = KeptNumbers(world, institution)
    if key is None:
        failures = (await kept.register(numbers, asking))[1]
        outcomes = [
            NumberOutcome(number, None if failure is None else failure.code)
            for (number, _), failure in zip(numbers, failures, strict=True)
        ]
    else:
        asked = BULK_REFERENCES_PATH.encode() + body.model_dump_json().encode()
        taking = keys.taking(key, asked, caller, world.clock.now())
        handed_in = HandedIn(institution, key=taking)
        together = [AskedNumber(number, named) for number, named in numbers]
        reception = await keys.once(
            taking,
            lambda: register_together(together, kept, asking, handed_in, receptions),
            lambda first: receptions.named(first, institution),
        )
        outcomes = await receptions.items(reception.reception_number, 0, len(numbers))
    failed = sum(each.error is not None for each in outcomes)
    return ReferenceOutcomes(
        total=len(outcomes),
        succeeded=len(outcomes) - failed,
        failed=failed,
        items=[_outcome(each) for each in outcomes],
    )


@router.get(
    "",
    summary="This institution's numbers (照会番号の一覧)",
    responses=refusals(RequestInvalid, ResourceNotFound),
)
async def list_numbers(
    caller: NumberKeeper,
    world: RequestWorld,
    check_id: CheckOfPerson = None,
    reference_number: OwnNumber = None,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="How many at most.")] = _DEFAULT,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST_CURSOR, description="`next_cursor` of the page before.")
    ] = None,
) -> ReferenceNumbers:
    """Whose number it is, is not shown: nobody can be looked up by it (番号から患者の検索はできません)."""
    kept_numbers = KeptNumbers(world, institution_of(caller))
    after = key_asked(cursor, _place_of)
    kept = await kept_numbers.list_of(reference_number, check_id, after, limit + 1)
    return ReferenceNumbers(
        items=[
            ReferenceNumber(reference_number=each.reference_number, registered_at=each.registered_at.astimezone(JAPAN))
            for each in kept[:limit]
        ],
        next_cursor=_cursor_behind(kept[limit - 1]) if len(kept) > limit else None,
    )


@router.delete(
    "",
    status_code=204,
    summary="Remove a number (照会番号の削除)",
    response_description="It is gone from all later answers.",
    responses=refusals(RequestInvalid, ResourceNotFound),
)
async def remove(
    caller: NumberKeeper, world: RequestWorld, check_id: CheckOfPerson = None, reference_number: OwnNumber = None
) -> None:
    """Name it by exactly one of `check_id` (of a check of the patient) and `reference_number` (照会番号)."""
    if (check_id is None) == (reference_number is None):
        raise RequestInvalid([_exactly_one("/query", "check_id", "reference_number")])
    await KeptNumbers(world, institution_of(caller)).remove(reference_number, check_id)


def _read(body: ReferenceRegistration, pointer: str, reading: Reading) -> Named | None:
    reading.text(body.reference_number, f"{pointer}/reference_number")
    if (body.insured is None) == (body.check_id is None):
        reading.violations.append(_exactly_one(pointer, "insured", "check_id"))
        return None
    return body.check_id if body.insured is None else reading.person(body.insured, f"{pointer}/insured")


def _exactly_one(pointer: str, one: str, other: str) -> Violation:
    message_ja = f"{one} と {other} のどちらか一方だけを指定してください。"
    return Violation(pointer, "exactly-one", f"Give exactly one of {one} and {other}.", message_ja)


def _outcome(outcome: NumberOutcome) -> ReferenceOutcome:
    number = outcome.reference_number or ""
    if outcome.error is None:
        return ReferenceOutcome(reference_number=number, status="registered", error=None)
    error = _ERRORS[outcome.error]
    told = ReferenceFailure(code=error.code, title=error.title, title_ja=error.title_ja)
    return ReferenceOutcome(reference_number=number, status="failed", error=told)


def _cursor_behind(kept: KeptNumber) -> str:
    return cursor_of(kept.person_id.bytes + kept.reference_number.encode())


def _place_of(key: bytes) -> tuple[str, UUID]:
    number, person_id = key[16:].decode(), UUID(bytes=key[:16])
    if not number or not number.isprintable():
        raise ValueError("no number is so")
    return number, person_id
