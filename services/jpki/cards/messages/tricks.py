"""The bodies of a card's tricks."""

from collections.abc import Sequence

from pydantic import Field

from services.jpki.cards.rules.tricks import MOST_TRICKS, Trick
from shared.web.bodies import Body

_ID = "Which one: `card-pulled-out`, `revoked-just-now`, or the id of an odd proof that a card can make."


class NewTrick(Body):
    """A trick that the card is to play with its next presence proof."""

    trick: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60, description=_ID, examples=["another-key"])


class TrickView(Body):
    """A trick, and what it comes to."""

    trick: str = Field(description=_ID, examples=["another-key"])
    title: str = Field(description="What is odd.", examples=["Another key"])
    title_ja: str = Field(description="何が誤っているか.", examples=["別の鍵による署名"])
    code: str = Field(
        description="The refusal that it comes to: of the check, or of the signing itself (`card-removed`).",
        examples=["signature-invalid"],
    )


class TrickList(Body):
    """The tricks that wait on a card."""

    items: list[TrickView] = Field(description=f"The next one first; {MOST_TRICKS} at most.")


def trick_list(tricks: Sequence[Trick]) -> TrickList:
    """Return what the API shows of tricks."""
    return TrickList(
        items=[TrickView(trick=each.id, title=each.title.en, title_ja=each.title.ja, code=each.code) for each in tricks]
    )
