"""The parts of an address that one of two registers leaves out: prefecture, 郡, Kyoto's street, building. Pure.

All texts here are folded (address_forms.py): one width, numbers as 1-2-3, place names in one kana.
"""

import re
from dataclasses import dataclass
from typing import Final

from shared.domain.comparison import Step

_PREFECTURE: Final = re.compile(r"^(?:東京都|北海道|京都府|大阪府|[^\d]{2,3}県)")
_COUNTY: Final = re.compile(r"^((?:東京都|北海道|京都府|大阪府|[^\d]{2,3}県)?)[^\d市区町村郡]{1,5}郡(?=[^\d])")
_STREET: Final = re.compile(
    r"(^(?:京都府)?京都市[^\d区]{1,3}区).{1,30}(?:上ル|上ガル|下ル|下ガル|[東西]入ル?|[東西]ニ入ル)(?=[^\d])"
)
_HOUSE_NUMBER: Final = re.compile(r"\d+(?:-\d+)*")
_GOES_ON: Final = re.compile(r"[条丁番号線区町村字東西南北組ノ]|地割|通")
"""After a number: the address goes on, this is no building."""
_ROOM: Final = re.compile(r"(\d+)(?:-?室|F|階)?$")


@dataclass(frozen=True, slots=True)
class _Placed:
    ground: str
    """Up to the house number."""
    building: str
    """After it; empty when there is none."""

    @property
    def room(self) -> str:
        found = _ROOM.search(self.building)
        return "" if found is None else found[1]


def left_out(one: str, other: str) -> tuple[Step, ...] | None:
    """Return what one of two folded addresses leaves out, or None when they differ in more than that."""
    steps = []
    for step, part in ((Step.PREFECTURE, _PREFECTURE), (Step.PREFECTURE, _COUNTY), (Step.STREET, _STREET)):
        found = [part.match(text) is not None for text in (one, other)]
        if found[0] != found[1]:
            kept = r"\1" if part.groups else ""
            one, other = (part.sub(kept, text, count=1) for text in (one, other))
            steps.append(step)
        if one == other:
            return tuple(dict.fromkeys(steps))
    if _stand_on_one_ground(_placed(one), _placed(other)):
        return (*dict.fromkeys(steps), Step.BUILDING)
    return None


def _stand_on_one_ground(one: _Placed, other: _Placed) -> bool:
    """Tell whether two addresses differ in the building's name alone: a room that both name must be the same."""
    if one.building and other.building:
        return one.ground == other.ground and one.room == other.room != ""
    if not (one.building or other.building):
        return False
    named, bare = (one, other) if one.building else (other, one)
    return bare.ground == named.ground or (named.room != "" and bare.ground == f"{named.ground}-{named.room}")


def _placed(text: str) -> _Placed:
    for found in _HOUSE_NUMBER.finditer(text):
        rest = text[found.end() :]
        if found.start() and rest and not _GOES_ON.match(rest):
            return _Placed(text[: found.end()], rest)
    return _Placed(text, "")
