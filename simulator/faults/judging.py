"""Whether a rule can ever fire: what it names must be there, and fit together. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.domain.identifiers import InvalidIdentifier, parse_institution_code
from shared.errors import Violation
from shared.nearest import near_in_both, nearest
from shared.web.bodies import is_client_id
from shared.web.test_id import is_test_id
from simulator.faults.kinds import KINDS, wrong_parameters
from simulator.faults.new_rule import NewFault, NewMatch
from simulator.faults.operations import FACES, named, nearest_operations
from simulator.faults.places import misplaced

UNKNOWN = ("unknown", "there is none of this name in this world", "この環境には存在しません。")
NO_TEST = ("invalid", "no request can name this test", "この値は X-Onshi-Test に指定できません。")
_NO_END = ("missing", "without times a rule needs an end in seconds", "times が null の場合は必須です。")
_NO_CLIENT = ("invalid", "no client can have this id", "クライアントIDの形式ではありません。")
_NO_INSTITUTION = (
    "invalid",
    "no institution can have this code: it is ten digits",
    "医療機関コード（10桁の数字）の形式ではありません。",
)
_OTHER_INSTITUTION = (
    "contradiction",
    "the client stands for another institution",
    "クライアントの医療機関コードと一致しません。",
)

_THE_SAME = ("contradiction", "it is the same person", "照会の対象と同じ人です。")


@dataclass(frozen=True, slots=True)
class Known:
    """Who there is in a world: the clients it began with and their institution, and whether the persona is there.

    Clients and institutions are registered at any time, also after the rule: of these only the form can be judged.
    """

    clients: Mapping[str, str | None]
    has_persona: bool = True
    has_other: bool = True
    """Whether the persona is there whose data is shown (wrong_person)."""
    near_persona: Sequence[str] = ()
    near_other: Sequence[str] = ()
    """Whom a persona that is not there may have been meant to be."""


def violations_of(asked: NewFault, known: Known) -> Iterable[Violation]:
    """Yield every reason why a rule can never fire as it is meant."""
    yield from wrong_parameters(KINDS[asked.kind], asked.parameters)
    yield from _of_match(asked.match, known)
    if asked.match.operation is None or named(asked.match.operation):
        yield from misplaced(asked)
    if asked.parameters.persona is not None and not known.has_other:
        yield unknown("/parameters/persona", known.near_other)
    elif asked.parameters.persona is not None and asked.parameters.persona == asked.match.persona:
        yield Violation("/parameters/persona", *_THE_SAME)
    if asked.times is None and asked.for_seconds is None:
        yield Violation("/for_seconds", *_NO_END)


def _of_match(match: NewMatch, known: Known) -> Iterable[Violation]:
    if match.test is not None and not is_test_id(match.test):
        yield Violation("/match/test", *NO_TEST)
    if match.operation is not None and not named(match.operation):
        yield no_operation("/match/operation", match.operation)
    if match.face is not None and match.face not in FACES:
        yield unknown("/match/face", nearest(match.face, FACES))
    if match.client_id is not None and not is_client_id(match.client_id):
        yield Violation("/match/client_id", *_NO_CLIENT)
    if match.institution_code is not None and not _is_institution_code(match.institution_code):
        yield Violation("/match/institution_code", *_NO_INSTITUTION)
    elif match.institution_code is not None and match.client_id is not None:
        own = known.clients.get(match.client_id)
        if own is not None and own != match.institution_code:
            yield Violation("/match/institution_code", *_OTHER_INSTITUTION)
    if match.persona is not None and not known.has_persona:
        yield unknown("/match/persona", known.near_persona)


def _is_institution_code(text: str) -> bool:
    try:
        return parse_institution_code(text) == text
    except InvalidIdentifier:
        return False


def no_operation(pointer: str, name: str) -> Violation:
    """Return what is wrong with the name of an operation that there is not, with the nearest names."""
    return unknown(pointer, nearest_operations(name))


def unknown(pointer: str, near: Sequence[str] = ()) -> Violation:
    """Return that there is none of this name in this world, with the names that are near."""
    code, message, message_ja = UNKNOWN
    hint, hint_ja = near_in_both(near)
    return Violation(pointer, code, message + hint, message_ja + hint_ja)
