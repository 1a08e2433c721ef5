"""Why a hub or a cell could not be made."""


class CellFailed(Exception):
    """The sentence says what is wrong and what to do."""
