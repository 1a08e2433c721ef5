"""What happens at a reception, and what has to come of it: the personas as cases for load. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CLOSED_PURPOSES = (
    "EMPLOYER_PROC",
    "IDENTITY",
    "EMPLOY_CONTRACT",
    "PRIVATE_INS",
    "MARKETING",
    "DATABASE",
    "RESEARCH",
    "STAFF_CURIOSITY",
)
"""利用目的 that open nothing to anybody (告知要求制限, 健康保険法194条の2)."""
_USUAL = {"client_id": "clinic", "purpose": "CARE_VISIT"}
_REFUSED_BY_THE_CARD = frozenset({"pin-blocked"})
"""The card itself says so, before anything is asked of the simulator."""
_PROBLEM = "urn:onshi:problem:"
_OK = 200


@dataclass(frozen=True, slots=True)
class Case:
    """One persona at the desk. ``expected`` holds members of the answer, or ``refusal`` with a problem's code."""

    persona_id: str
    expected: Mapping[str, str]
    card_id: str | None = None
    holder: Mapping[str, object] = field(default_factory=dict, repr=False)
    """How the holder is verified at the card, as jpki wants it."""
    insured: Mapping[str, object] = field(default_factory=dict, repr=False)


def card_cases(personas: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Return the personas who come with a card or phone that signs at any clinic's desk, without a face reader."""
    return [
        Case(persona["id"], persona["expected"]["card"], persona["card"]["card_id"], holder)
        for persona in personas
        if persona["card"]
        and persona["expected"]["card"]
        and persona["expected"]["card"].get("refusal") not in _REFUSED_BY_THE_CARD
        and _is_for_any_clinic(persona, "card")
        and (holder := _holder(persona["card"]))
    ]


def identifier_cases(personas: Sequence[Mapping[str, Any]]) -> list[Case]:
    """Return the personas who can be asked about by their numbers.

    Those whom nobody insures are left out: asked about again and again they look like probing, and the guard
    against it (`too-many-misses`) is meant to answer.
    """
    return [
        Case(persona["id"], persona["expected"]["insured"], insured=persona["insured"])
        for persona in personas
        if persona["insured"]
        and persona["expected"]["insured"]
        and persona["expected"]["insured"].get("validity") != "not_found"
        and _is_for_any_clinic(persona, "insured")
    ]


def complaint(expected: Mapping[str, str], status: int, document: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the answer to a check, or None. Never quotes what was asked or answered about."""
    code = str(document.get("type", "")).removeprefix(_PROBLEM)
    if (wanted := expected.get("refusal")) is not None:
        return None if status != _OK and code == wanted else f"expected {wanted}, got {status} {code}".rstrip()
    if status != _OK:
        return f"expected an answer, got {status} {code}".rstrip()
    for name, value in expected.items():
        if document.get(name) != value:
            return f"expected {name} {value}, got {document.get(name)}"
    if expected.get("outcome") == "refused" and (document.get("results") != [] or not document.get("refusal")):
        return "a refused purpose came with results, or without a reason"
    return None


def refused() -> Mapping[str, str]:
    """Return what has to come of a closed purpose."""
    return {"outcome": "refused"}


def _is_for_any_clinic(persona: Mapping[str, Any], by: str) -> bool:
    # Every clinic asks for CARE_VISIT; a ticket of medical assistance answers for one institution only.
    ask = persona.get("ask", {}).get(by, _USUAL)
    has_ticket = "DesignatedMedicalInstitutionFlag" in persona.get("codes", {})
    return not has_ticket and all(ask[name] == value for name, value in _USUAL.items())


def _holder(card: Mapping[str, Any]) -> Mapping[str, object] | None:
    if card["pin"] is not None:
        return {"pin": card["pin"]}
    # An iPhone looks at its holder itself; the face of a card's holder counts only from a reader.
    return {"device_biometric": True} if card["carrier"] == "iphone" else None
