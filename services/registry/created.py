"""How the answer to a command that may be sent twice is documented and given: 201 the first time, 200 after."""

from typing import Any

from fastapi import Response
from pydantic import BaseModel

from services.registry.outcome import Registered

CREATED, ALREADY_THERE = 201, 200


def already_there(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """Return the documentation of the 200 beside a 201."""
    return {ALREADY_THERE: {"model": model, "description": "It was registered already, with the same content."}}


def set_status(response: Response, registered: Registered[Any]) -> None:
    """Make a command that found what it was to make answer 200."""
    response.status_code = CREATED if registered.is_new else ALREADY_THERE
