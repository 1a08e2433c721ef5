"""The form that every documented body of this service has."""

from pydantic import ConfigDict

from shared.web.bodies import Body


class Message(Body):
    """A body that is read from JSON itself, or only written: no type is guessed either."""

    model_config = ConfigDict(strict=True)
