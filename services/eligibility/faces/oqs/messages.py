"""The kinds of messages by their names, and what a message without one is."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import MappingProxyType

from services.eligibility.bulk.rules import ReceptionKind
from services.eligibility.faces.oqs.answers import REGISTRATION_INFO, SEARCH_INFO
from services.eligibility.faces.oqs.kinds.asking import BODY, Answer, Request
from services.eligibility.faces.oqs.kinds.bulk_check import hand_in, look
from services.eligibility.faces.oqs.kinds.bulk_registration import hand_in_numbers, look_at_numbers
from services.eligibility.faces.oqs.kinds.check import check
from services.eligibility.faces.oqs.kinds.listing import list_assisted, list_at_home, list_online
from services.eligibility.faces.oqs.kinds.medical_data import read_checkups, read_drugs
from services.eligibility.faces.oqs.kinds.registration import register
from services.eligibility.faces.oqs.sent import Sent
from shared.errors import MessageUnreadable

KINDS: Mapping[str, Callable[[Request], Awaitable[Answer]]] = MappingProxyType(
    {
        "siquc01": check,
        "siimm01": register,
        "muquc01": hand_in,
        "muquc02": partial(look, ReceptionKind.PRECHECK),
        "muimm01": hand_in_numbers,
        "muimm02": look_at_numbers,
        "mutic01": list_assisted,
        "mutic02": partial(look, ReceptionKind.ASSISTED),
        "muhvq01": list_at_home,
        "muhvq02": partial(look, ReceptionKind.AT_HOME),
        "muonq01": list_online,
        "muonq02": partial(look, ReceptionKind.ONLINE),
        "YZKsiquc01": read_drugs,
        "TKKsiquc01": read_checkups,
    }
)
"""By the name between system and ``req`` in a file's name; of another system than OQS, with it."""


def kind_of(sent: Sent) -> str:
    """Return the kind of a message that does not name it; raises MessageUnreadable."""
    body = sent.structure(BODY)
    people, numbers = body.all(SEARCH_INFO), body.all(REGISTRATION_INFO)
    if people and not numbers and any(person.all("Birthdate") for person in people):
        return "siquc01" if len(people) == 1 else "muquc01"
    if numbers and not people:
        return "siimm01" if len(numbers) == 1 else "muimm01"
    raise MessageUnreadable(
        detail="Its body does not tell what kind of message it is: name it with the parameter type.",
        detail_ja="本文から電文の種別を判定できません。type で指定してください。",
    )
