"""Why nothing can be measured: the base of all reasons for which a load run ends with 4 before anything is sent."""


class CouldNotStart(Exception):
    """Nothing can be measured; the message is a sentence and names nobody."""
