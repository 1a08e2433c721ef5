"""No My Number comes in: every text of a body is looked at, and none that may hold one is kept."""

from collections.abc import Callable, Iterator

from pydantic import BaseModel

from shared.domain.my_number import (
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


def _texts_of(value: object, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, BaseModel):
        for name, member in value:
            yield from _texts_of(member, f"{pointer}/{name}")
    elif isinstance(value, (list, tuple)):
        for place, member in enumerate(value):
            yield from _texts_of(member, f"{pointer}/{place}")
    elif isinstance(value, str):
        yield pointer, value
