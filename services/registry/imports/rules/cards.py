"""Whether a line's card is its person's, as an operator's registration is judged: by what J-LIS says of it. Pure."""

from dataclasses import dataclass, field
from uuid import UUID

from services.registry.cards.rules.cards import another_persons
from services.registry.outcome import unknown
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, match
from shared.errors import CardNotUsable, RequestInvalid


@dataclass(frozen=True, slots=True)
class CardOnRecord:
    """What is known of a card's certificate."""

    registered_for: UUID | None = None
    residents: frozenset[UUID] = frozenset()
    """Persons who registered cards of the same resident of J-LIS."""
    told: Description | None = field(default=None, repr=False)
    """4情報 of the holder as J-LIS has them."""
    is_known: bool = False
    """Whether J-LIS has such a card."""


def is_new_card(person: PersonRecord, known: CardOnRecord) -> bool:
    """Tell whether the card is to be registered for this person; False where it is already.

    Raises AlreadyExists (another person's), RequestInvalid (of several residents), CardNotUsable (J-LIS says other).
    """
    person_id = UUID(person.person_id)
    if known.registered_for is not None:
        if known.registered_for != person_id:
            raise another_persons()
        return False
    if len(known.residents) > 1:
        raise RequestInvalid([unknown("person_id")])
    if known.residents:
        if person_id not in known.residents:
            raise CardNotUsable
        return True
    compared = {} if known.told is None else match(known.told, person).fields
    # What the record lacks cannot disagree.
    if not all(each.agrees or not each.compared for each in compared.values()):
        raise CardNotUsable
    return True
