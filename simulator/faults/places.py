"""At which operations a kind of fault can happen. Pure."""

from collections.abc import Iterable

from shared.errors import Violation
from shared.nearest import near_in_both, nearest
from simulator.faults.data.lost import keeps_something
from simulator.faults.kinds import KINDS, FaultKind
from simulator.faults.new_rule import NewFault
from simulator.faults.operations import FACES, Operation, face_at, named, operations
from simulator.faults.refusals.codes import CHECK, KINDS_OF_CARDS

_ANSWERS = frozenset({CHECK, "messages_send", "bulk_checks_get_one"})
"""Where somebody's data are answered by an institution's check, so that they can be wrong."""
_POLLS = frozenset({"bulk_checks_get_one", "bulk_checks_find"})
_NOT_THERE = ("contradiction", "this kind never happens at this operation", "この種類はこの操作では発生しません。")
_OTHER_FACE = (
    "contradiction",
    "the operation is never asked in this form",
    "この操作はこの形式（face）では呼び出されません。",
)
_UNDECLARED = (
    "undeclared",
    "no such refusal is declared for the operation; its document names them",
    "この操作の文書に記載のない拒否コードです。",
)


def misplaced(asked: NewFault) -> Iterable[Violation]:
    """Yield why a rule can happen at none of the operations that it names; where it names none, at none at all."""
    code = asked.parameters.code
    name = asked.match.operation
    if asked.kind is FaultKind.REFUSAL and code is None:
        return
    face = asked.match.face if asked.match.face in FACES else None
    meant = [each for each in (operations() if name is None else named(name)) if face in (None, face_at(each.path))]
    if not meant:
        yield Violation("/match/face", *_OTHER_FACE)
        return
    if any(can_happen_at(asked.kind, code, operation) for operation in meant):
        return
    if asked.kind is FaultKind.REFUSAL:
        reason, message, message_ja = _UNDECLARED
        hint, hint_ja = near_in_both(nearest(code or "", sorted({each for at in meant for each in at.refusals})))
        yield Violation("/parameters/code", reason, message + hint, message_ja + hint_ja)
    else:
        yield Violation("/match/operation" if face is None or name is not None else "/match/face", *_NOT_THERE)


def can_happen_at(kind: FaultKind, code: str | None, operation: Operation) -> bool:
    """Tell whether a fault of a kind, of refusals with this code, can happen at an operation."""
    if kind is FaultKind.REFUSAL:
        return code in operation.refusals
    if kind in KINDS_OF_CARDS:
        return KINDS_OF_CARDS[kind] in operation.refusals
    if kind is FaultKind.STILL_PROCESSING:
        return operation.operation_id in _POLLS
    if kind is FaultKind.LOST_ANSWER:
        return keeps_something(operation)
    return KINDS[kind].place != "data" or operation.operation_id in _ANSWERS
