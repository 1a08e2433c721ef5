"""The form that every documented body of this service has."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """Base of all bodies: no unknown fields, no guessing of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
