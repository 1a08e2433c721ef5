"""What a virtual card does wrong on demand: which tricks it knows, and what each comes to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.shape import Text
from shared.errors import RequestInvalid, Violation
from shared.nearest import nearest

PULLED_OUT: Final = "card-pulled-out"
REVOKED_JUST_NOW: Final = "revoked-just-now"
MOST_TRICKS: Final = 20
"""How many may wait on one card."""


@dataclass(frozen=True, slots=True)
class Trick:
    """A trick, and what it comes to."""

    id: str
    title: Text
    code: str
    """What is refused, with this code: the proof where it is used, or the card's signing itself."""


TRICKS: Final[Mapping[str, Trick]] = MappingProxyType(
    {
        PULLED_OUT: Trick(PULLED_OUT, Text("署名前にカードが抜かれる", "The card is pulled out"), "card-removed"),
        REVOKED_JUST_NOW: Trick(
            REVOKED_JUST_NOW, Text("署名の直前に失効", "Revoked just before it signs"), "certificate-revoked"
        ),
        **{each.id: Trick(each.id, each.title, each.code) for each in ODD_PROOFS.values() if each.forge is not None},
    }
)
"""By their ids: two of the card's own, and all odd proofs that a card can make."""


def trick_named(name: str) -> Trick:
    """Return the trick; raises RequestInvalid, which names the nearest."""
    if name in TRICKS:
        return TRICKS[name]
    near = nearest(name, TRICKS, most=1, alike=0.5)
    raise RequestInvalid(
        [
            Violation(
                "/trick",
                "unknown",
                f"There is no such trick{f'; the nearest is {near[0]}' if near else ''}.",
                f"該当するトリックがありません{f'（近いもの: {near[0]}）' if near else ''}。",
            )
        ]
    )


def must_have_room(waiting: int) -> None:
    """Raise RequestInvalid where no more tricks may wait on a card."""
    if waiting >= MOST_TRICKS:
        raise RequestInvalid(
            [
                Violation(
                    "/trick",
                    "too-many",
                    f"{MOST_TRICKS} tricks wait on this card, which is all it takes.",
                    f"このカードに設定できるトリックは{MOST_TRICKS}件までです。",
                )
            ]
        )
