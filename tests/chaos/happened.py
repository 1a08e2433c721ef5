"""What an event raises where it was not what it is meant to be, or something of its own did not hold."""


class DidNotHold(Exception):
    """The message says what."""
