"""医療扶助 beside and instead of insurance: whether it is in force, and which tickets answer for the day. Pure.

Since 2024-03-01. The welfare office registers an assistance (公費負担者番号 12…, 受給者番号) and, usually towards the
middle of the month, a ticket (医療券・調剤券) for one month and one designated institution (指定医療機関). Between the
two the answer is 有効（未登録）: the assistance holds, the ticket is still to come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shared.domain.codes import CardKind, QualificationValidity
from shared.domain.coverage import Coverage, MedicalTicket
from shared.domain.insurers import InsurerKind


@dataclass(frozen=True, slots=True)
class TicketSeen:
    """A ticket of the day as the asker sees it; ``is_for_asker`` is 指定医療機関確認フラグ (OQSCD026)."""

    ticket: MedicalTicket
    is_for_asker: bool


def is_assistance(coverage: Coverage) -> bool:
    """Tell medical assistance from insurance."""
    return coverage.card_kind is CardKind.MEDICAL_ASSISTANCE or coverage.insurer.kind is InsurerKind.PUBLIC_ASSISTANCE


def tickets_on(coverage: Coverage, on: date, institution_code: str | None) -> tuple[TicketSeen, ...]:
    """Return the tickets that hold on the day, the asker's own first.

    An asker without an institution (a welfare office, an insurer) sees every ticket as its own.
    """
    seen = [
        TicketSeen(ticket, institution_code is None or ticket.institution_code == institution_code)
        for ticket in coverage.medical_tickets
        if ticket.holds_on(on)
    ]
    return tuple(sorted(seen, key=lambda one: (not one.is_for_asker, one.ticket.valid_from, one.ticket.ticket_id)))


def validity_of_assistance(tickets: Sequence[TicketSeen]) -> QualificationValidity:
    """Return the validity of an assistance that is in force: 有効 needs a ticket for the asker."""
    if any(seen.is_for_asker for seen in tickets):
        return QualificationValidity.VALID
    return QualificationValidity.VALID_UNREGISTERED
