"""No My Number comes in: every text of a body is looked at, and none that may hold one is kept."""

from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel

from shared.domain.my_number import (
    DIGITS,
    may_be_my_number,
    may_be_my_number_as_identifier,
    may_be_my_number_as_reference,
    my_number_at,
)
from shared.errors import MyNumberNotAccepted

_REFERENCES = {"claim_reference"}
"""What a client's machine made (docs/my-number-guard.md)."""
_IDENTIFIERS = {"insurer_number", "symbol", "number", "branch"}
"""Looked at as they are folded for the look-up, too."""
_OF_CERTIFICATES = {
    "/authority_key_id",
    "/serial_number",
    "/presence_proof",
    "/card/authority_key_id",
    "/card/serial_number",
}
"""Numbers of certificates, which hold twelve digits by chance."""


def refuse_my_numbers(body: BaseModel) -> None:
    """Raise MyNumberNotAccepted naming every text field of ``body`` that may hold a My Number."""
    suspects = [
        my_number_at(pointer)
        for pointer, text in _texts_of(body, "")
        if pointer not in _OF_CERTIFICATES and _suspicion_of(pointer)(text)
    ]
    if suspects:
        raise MyNumberNotAccepted(suspects)


def _suspicion_of(pointer: str) -> Callable[[str], bool]:
    field = pointer.rpartition("/")[2]
    if field in _REFERENCES:
        return may_be_my_number_as_reference
    return may_be_my_number_as_identifier if field in _IDENTIFIERS else may_be_my_number


def _texts_of(value: BaseModel | list[Any] | tuple[Any, ...], pointer: str) -> Iterator[tuple[str, str]]:
    """Yield the texts in ``value`` that have room for a My Number, each with its place."""
    members = vars(value).items() if isinstance(value, BaseModel) else enumerate(value)
    for name, member in members:
        if isinstance(member, str):
            if len(member) >= DIGITS:
                yield f"{pointer}/{name}", member
        elif isinstance(member, (BaseModel, list, tuple)):
            yield from _texts_of(member, f"{pointer}/{name}")
