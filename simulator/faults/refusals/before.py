"""Refusals in a service's place: what refuses before it looks at anything, and all that leaves nothing behind."""

from starlette.types import Message, Scope

from shared.problem import MEDIA_TYPE, headers_of, problem_bytes
from shared.worlds.fault_plan import Fired
from simulator.faults.occasion import Occasion
from simulator.faults.refusals.codes import CHECK, KINDS_OF_CARDS, OF_CALLERS, refusal_of

REFUSING = ("refusal", *KINDS_OF_CARDS)


async def refused(occasion: Occasion) -> Fired | None:
    """Return the rule that refuses the request of ``occasion`` before its service is asked.

    Of a check these are refusals of the caller alone: the others are made where its record is (log.py).
    """
    operation = occasion.facts.operation
    if operation is None:
        return None
    here = operation.refusals & OF_CALLERS if operation.operation_id == CHECK else operation.refusals
    fired = await occasion.fire(("refusal",), fits=lambda named: named["code"] in here)
    if fired is not None:
        return fired
    kinds = tuple(kind for kind, code in KINDS_OF_CARDS.items() if code in here)
    return await occasion.fire(kinds) if kinds else None


def refusal(fired: Fired, scope: Scope) -> list[Message]:
    """Return the refusal that a rule makes, as a service would send it."""
    made = refusal_of(KINDS_OF_CARDS.get(fired.kind) or fired.parameters["code"])
    body = problem_bytes(made, scope["path"])
    headers = [(name.lower().encode(), value.encode()) for name, value in headers_of(made).items()]
    headers += [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
    return [
        {"type": "http.response.start", "status": made.status, "headers": headers},
        {"type": "http.response.body", "body": body},
    ]
