"""A message (電文) read as the question over REST that means the same, so that one rule judges both faces. Pure.

Of what was sent go on: digests, and by which rules about writing it is wrong. No text of it does.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from services.eligibility.faces.oqs import medical_requests
from services.eligibility.faces.oqs.answers import REGISTRATION_INFO, SEARCH_INFO
from services.eligibility.faces.oqs.listing_requests import LISTED
from services.eligibility.faces.oqs.requests import ASKED, ELEMENTS, HEADED, LIMIT_FLAG, NUMBERED
from shared.errors import ServiceError
from shared.worlds.journal import Element, MessageNotes, RawExchange
from simulator.conformance.message_elements import (
    ASK_MANY,
    ASKING,
    BODY,
    HEADER,
    LISTING,
    MEDICAL,
    REGISTER_MANY,
    REGISTERING,
    REGISTRATION,
    SINGLE,
    all_of,
    first_of,
    text_of,
)
from simulator.conformance.message_flaws import flaws_of

OF_ANOTHER = "institution-differs"
_LOOK = "bulk_checks_get_one"
OVER_REST: Mapping[str, str] = MappingProxyType(
    {
        SINGLE: "check_eligibility",
        REGISTRATION: "reference_numbers_register",
        ASK_MANY: "bulk_checks_receive",
        "muquc02": _LOOK,
        REGISTER_MANY: "reference_numbers_register_many",
        "muimm02": _LOOK,
        "mutic02": _LOOK,
        "muhvq02": _LOOK,
        "muonq02": _LOOK,
    }
)
"""By kind, the operation that asks the same; the receptions of all kinds are looked at alike."""
MOST_PEOPLE_READ = 200
"""Of one message: how the others are written is the same program's doing."""
_NUMBER = "ReceptionNumber"
_PEOPLE: Mapping[str, tuple[str, Sequence[str]]] = MappingProxyType(
    {
        **dict.fromkeys(ASKING, (SEARCH_INFO, ASKED)),
        **dict.fromkeys(REGISTERING, (REGISTRATION_INFO, NUMBERED)),
        **dict.fromkeys(LISTING, (SEARCH_INFO, LISTED)),
    }
)
_OF_MEDICAL_DATA: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {HEADER: tuple(medical_requests.ELEMENTS.values()), BODY: medical_requests.ASKED}
)
"""What YZK and TKK messages ask, which have no structure of a person: leaves of the header and of the body."""
_IN_HEADER = frozenset({*HEADED, "CharacterCodeIdentifier"})
_POINTERS = {
    **{element: f"/insured/{name}" for name, element in ELEMENTS.items()},
    LIMIT_FLAG: "/limit_certificate_consent",
    "QualificationConfirmationDate": "/as_of",
    "ReferenceNumber": "/reference_number",
    "ArbitraryFileIdentifier": "/client_reference",
}
_SAME_AS: Final = {
    "message-invalid": "request-invalid",
    "message-holds-my-number": "my-number-not-accepted",
    "reception-not-found": "resource-not-found",
}
_STATUSES = {each.code: each.status for each in ServiceError.__subclasses__()}
_NOT_ALLOWED, _NOT_PROCESSED = 403, 422


class AsOverRest(NamedTuple):
    """What a message asks and how it is written."""

    kind: str
    operation: str | None
    status: int | None
    code: str | None
    violations: tuple[tuple[str, str], ...]
    consent: bool
    has_branch: bool
    identifier: bytes | None
    """ArbitraryFileIdentifier."""
    number: bytes | None
    """ReceptionNumber."""
    asks: bytes
    """All that is asked but the identifier, however it is written."""
    flaws: tuple[str, ...]
    """Ids of the rules that its writing breaks."""


def as_over_rest(notes: MessageNotes, raw: RawExchange, status: int | None) -> AsOverRest:
    """Return what a message asks; ``status`` is that of the HTTP answer, 200 also of a message that is refused."""
    header, body = first_of(notes.sent, HEADER), first_of(notes.sent, BODY)
    name, leaves = _PEOPLE.get(notes.kind, ("", ()))
    people = tuple(islice(all_of(body, name), MOST_PEOPLE_READ))
    code = None if notes.refused_as is None else _SAME_AS.get(notes.refused_as, notes.refused_as)
    violations = [(_POINTERS.get(each, f"/{each}"), "invalid") for each in notes.wrong]
    if notes.kind in OVER_REST and _has_unknown(notes.sent, (header, body), (name, leaves), people):
        violations.append((f"/{BODY}", "extra-forbidden"))
    identifier, number = text_of(header, "ArbitraryFileIdentifier"), text_of(body, _NUMBER)
    return AsOverRest(
        kind=notes.kind,
        operation=OVER_REST.get(notes.kind),
        status=_status(code, status),
        code=code,
        violations=tuple(violations),
        consent=any(text_of(each, LIMIT_FLAG).strip() == "1" for each in people),
        has_branch=any(text_of(each, ELEMENTS["branch"]).strip() for each in people),
        identifier=identifier.encode() or None,
        number=number.strip().encode() or None,
        asks=_asks(notes.kind, header, body, people),
        flaws=flaws_of(notes, raw, header, people),
    )


def _status(code: str | None, status: int | None) -> int | None:
    if code is None or status is None:
        return status
    return _NOT_ALLOWED if code == OF_ANOTHER else _STATUSES.get(code, _NOT_PROCESSED)


def _asks(kind: str, header: Element, body: Element, people: Sequence[Element]) -> bytes:
    said = [kind, *(f"{name}={text_of(header, name)}" for name in HEADED[:2])]
    if kind in MEDICAL:
        said += [f"{name}={text_of(header, name)}" for name in _OF_MEDICAL_DATA[HEADER]]
        said += [f"{name}={text_of(body, name)}" for name in _OF_MEDICAL_DATA[BODY]]
    for each in people:
        said += sorted(f"{name}={leaf.text}" for name, leaves in each.members.items() for leaf in leaves)
    return "\0".join(said).encode()


def _has_unknown(
    message: Element, parts: tuple[Element, Element], layout: tuple[str, Sequence[str]], people: Sequence[Element]
) -> bool:
    (header, body), (name, leaves) = parts, layout
    return not (
        message.members.keys() <= {HEADER, BODY}
        and header.members.keys() <= _IN_HEADER
        and body.members.keys() <= ({name} if name else {_NUMBER})
        and all(each.members.keys() <= set(leaves) for each in people)
    )
