"""Whose card it is: J-LIS says it, by its resident or by 4情報. What a caller says is compared, and decides nothing.

An operator's word counts where J-LIS does not know the card's holder, for the operator is who runs the registry.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.rules.cards import CardCertificate
from services.registry.cards.store.registrations import (
    has_registered_before,
    read_card_registration,
    read_persons_of_certificates,
)
from services.registry.matches.commands import Finding, find_person
from services.registry.person_records.store.persons import read_person
from services.registry.questions.store import QuestionOutcome
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, match
from shared.published.jpki import read_card_holder, read_certificates_of_resident


@dataclass(frozen=True, slots=True)
class Said:
    """Whom the caller names or describes, if anybody."""

    person_id: UUID | None
    description: Description | None = field(repr=False)
    is_operators: bool

    @property
    def is_nothing(self) -> bool:
        """Whether nobody is named or described."""
        return self.person_id is None and self.description is None


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose a card is, or why that is not known."""

    outcome: QuestionOutcome
    person_id: UUID | None = None
    """With another outcome than ``found``: whom the question was about all the same."""
    is_registered: bool = False
    """Whether this very card is registered, for whomever."""

    @property
    def holder(self) -> UUID | None:
        """The person, where that is certain."""
        return self.person_id if self.outcome is QuestionOutcome.FOUND else None


async def whose_card(connection: AsyncConnection, certificate: CardCertificate, said: Said, at: datetime) -> Whose:
    """Return whose card it is, as known at ``at``."""
    registered = await read_card_registration(connection, certificate.authority_key_id, certificate.serial_number)
    if registered is not None:
        return await _compared(connection, said, Whose(QuestionOutcome.FOUND, registered.person_id, is_registered=True))
    holder = await read_card_holder(connection, certificate.authority_key_id, certificate.serial_number, at)
    if holder is not None:
        certificates = await read_certificates_of_resident(connection, holder.resident_key, at)
        residents = await read_persons_of_certificates(connection, certificates)
        if residents:
            whose = Whose(QuestionOutcome.FOUND, residents.pop())
            return Whose(QuestionOutcome.SEVERAL) if residents else await _compared(connection, said, whose)
    told = None if holder is None else holder.description
    if said.is_operators and not said.is_nothing:
        named = await find_person(connection, said.person_id, said.description)
        whose = Whose(_outcome_of(named), named.person_id)
        return await _compared(connection, Said(None, told, is_operators=True), whose)
    return Whose(QuestionOutcome.NONE) if told is None else await _by_attributes(connection, told, said)


async def _by_attributes(connection: AsyncConnection, told: Description, said: Said) -> Whose:
    """Return whom four attributes fit, who must not have registered a card: that one outweighs them."""
    found = await find_person(connection, None, told)
    whose = await _compared(connection, said, Whose(_outcome_of(found), found.person_id))
    if whose.holder is not None and await has_registered_before(connection, whose.holder):
        return replace(whose, outcome=QuestionOutcome.LINKED_OTHERWISE)
    return whose


def as_told(whose: Whose, said: Said, told: Description | None) -> Whose:
    """Return ``whose`` of a holder who is not on record yet, unless the caller says other than J-LIS."""
    if whose.outcome is not QuestionOutcome.NONE or said.is_nothing or told is None:
        return whose
    agrees = said.person_id is None
    if agrees and said.description is not None:
        record = PersonRecord("", told.name, told.name_kana, told.sex, told.birthdate, address=told.address)
        agrees = match(said.description, record).is_full
    return whose if agrees else replace(whose, outcome=QuestionOutcome.DISAGREES)


async def _compared(connection: AsyncConnection, said: Said, whose: Whose) -> Whose:
    """Return ``whose``, unless what was said of the person does not agree with them."""
    if whose.holder is None or said.is_nothing:
        return whose
    agrees = said.person_id in (None, whose.holder)
    if agrees and said.description is not None:
        person = await read_person(connection, whose.holder)
        fields = {} if person is None else match(said.description, person.record).fields
        # What the record lacks cannot disagree.
        agrees = bool(fields) and all(each.agrees or not each.compared for each in fields.values())
    return whose if agrees else replace(whose, outcome=QuestionOutcome.DISAGREES)


def _outcome_of(finding: Finding) -> QuestionOutcome:
    if finding.person_id is not None:
        return QuestionOutcome.FOUND
    return QuestionOutcome.SEVERAL if finding.is_unclear else QuestionOutcome.NONE
