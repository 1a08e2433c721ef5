"""The names of headings, as GitHub makes them: links into a page lead to the same place there and here. Pure."""

import re

_DROPPED = re.compile(r"[^\w\- ]")


class Anchors:
    """The anchors of one page; the second heading of the same words gets ``-1``."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def anchor_of(self, heading: str) -> str:
        """Return the anchor of the next heading of the page, whose plain text this is."""
        anchor = _DROPPED.sub("", heading.strip().lower()).replace(" ", "-")
        before = self._given.get(anchor, 0)
        self._given[anchor] = before + 1
        return anchor if before == 0 else f"{anchor}-{before}"
