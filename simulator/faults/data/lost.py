"""The record is kept, and the answer lost: the connection is reset once the service has done what it was asked."""

from starlette.types import Message, Scope, Send

from shared.web.wire import wire_of
from simulator.faults.occasion import Occasion
from simulator.faults.operations import Operation

_KEEPS_NOTHING = frozenset({"tokens_get_token", "check_issue_challenge", "me_issue_challenge"})
"""What is asked for before something else: the answer that is meant is the other's."""
_CARD = "/jpki/"
"""The card in the patient's hand is no service whose answers get lost."""
_REFUSED = 400


def keeps_something(operation: Operation) -> bool:
    """Tell whether an operation keeps something of which a client must find out when its answer is lost."""
    is_read = operation.method == "GET" or operation.operation_id in _KEEPS_NOTHING
    return not is_read and not operation.path.startswith(_CARD)


def losing(occasion: Occasion, scope: Scope, send: Send) -> Send:
    """Return what sends an answer, or, where a rule fires, resets the connection in its place.

    What was refused kept nothing that a client must find again: no rule fires for it.
    """
    operation = occasion.facts.operation
    if operation is None or not keeps_something(operation):
        return send
    is_lost = False

    async def send_or_lose(message: Message) -> None:
        nonlocal is_lost
        if message["type"] == "http.response.start" and message["status"] < _REFUSED:
            is_lost = await occasion.fire(("lost_answer",)) is not None
            if is_lost and (wire := wire_of(scope)) is not None:
                wire.reset()
        if not is_lost:
            await send(message)

    return send_or_lose
