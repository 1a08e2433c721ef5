"""How a persona is put together: its story, its people, and what follows from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.insured import WrittenIdentifiers
from simulator.personas.casting import Casting
from simulator.personas.codes import codes_of, codes_of_day
from simulator.personas.groups import Group
from simulator.personas.memberships import identifiers
from simulator.personas.persona import (
    Ask,
    Expected,
    Holder,
    Membership,
    Other,
    Persona,
    PersonaCard,
)

VALID: Mapping[str, str] = {"validity": "valid"}
_SHOWING_SOMEBODY = frozenset(QualificationValidity) - {
    QualificationValidity.NOT_FOUND,
    QualificationValidity.AMBIGUOUS,
}


@dataclass(frozen=True, slots=True)
class Story:
    """What a tester reads about a persona."""

    id: str
    group: Group
    title: str
    title_ja: str
    situation: str
    situation_ja: str


def build(
    casting: Casting,
    story: Story,
    holder: Holder,
    *memberships: Membership,
    by_number: QualificationValidity = QualificationValidity.VALID,
    by_card: Mapping[str, str] = VALID,
    card: PersonaCard | None = None,
    asked: Membership | None = None,
    insured: WrittenIdentifiers | None = None,
    has_number: bool = True,
    ask: Ask | None = None,
    more_codes: Mapping[str, str] | None = None,
    others: tuple[Other, ...] = (),
) -> Persona:
    """Return a persona with a card and numbers: those of the first membership, or of the one ``asked`` about.

    Without ``has_number`` nobody knows the numbers, and the card alone can be asked with.
    """
    asked = asked or memberships[0]
    codes = codes_of(by_number)
    if by_number in _SHOWING_SOMEBODY:
        codes = codes_of(by_number, holder, asked) | codes_of_day(asked, casting.today)
    if not has_number:
        codes["ReferenceClassification"] = CheckMethod.MY_NUMBER_CARD.code
    elif "validity" not in by_card:
        codes["ReferenceClassification"] = CheckMethod.INSURED_IDENTIFIER.code
    return Persona(
        id=story.id,
        group=story.group,
        title=story.title,
        title_ja=story.title_ja,
        situation=story.situation,
        situation_ja=story.situation_ja,
        codes=codes | dict(more_codes or {}),
        card=card or casting.card(story.id),
        insured=(insured or identifiers(holder, asked)) if has_number else None,
        as_of=casting.today,
        expected=Expected(card=by_card, insured={"validity": by_number.value} if has_number else None),
        holder=holder,
        memberships=memberships,
        ask=ask or Ask(),
        others=others,
    )
