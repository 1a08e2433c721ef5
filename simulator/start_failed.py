"""That a simulator could not be started: its processes, its folder and its certificates say it alike."""


class StartFailed(Exception):
    """The simulator could not be started; the message says what to do."""
