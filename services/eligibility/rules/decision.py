"""What the answer is: which 資格有効性, and which coverage it rests on. Pure.

Always: exactly one validity; people who cannot be told apart are not shown; what a version of a person says of a
day never changes. docs/decisions/0008 and 0009 hold the reasons.

Medical assistance (医療扶助) is answered beside insurance or instead of it. Since 2024-03-01 the welfare office
registers an assistance (公費負担者番号 12…, 受給者番号) and, usually towards the middle of the month, a ticket
(医療券・調剤券) for one month and one designated institution (指定医療機関). Between the two the answer is
有効（未登録）: the assistance holds, and the ticket is not registered yet.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from shared.domain.codes import QualificationValidity
from shared.domain.coverage import Coverage, MedicalTicket, PersonRecord
from shared.domain.newest_coverage import newest_of, newness


class TicketSeen(msgspec.Struct, frozen=True):
    """A ticket of the day as the asker sees it; ``is_for_asker`` is 指定医療機関確認フラグ (OQSCD026)."""

    ticket: MedicalTicket
    is_for_asker: bool


class Decision(msgspec.Struct, frozen=True):
    """The validity, and the person and coverage to show; both None when nobody may be shown."""

    validity: QualificationValidity
    person: PersonRecord | None = None
    coverage: Coverage | None = None
    tickets: tuple[TicketSeen, ...] = ()
    """Of the day; only where the coverage is medical assistance."""
    beside: "Decision | None" = None
    """The second record: medical assistance of the same person, beside the insurance that this decision is about."""


def decide_by_card(person: PersonRecord, on: date, institution_code: str | None) -> Decision:
    """Answer ``institution_code`` for the person whose card was verified, as of the day ``on``."""
    # 1. Whatever covers the day: one insurance, one medical assistance, or both.
    insured: list[Coverage] = []
    assisted: list[Coverage] = []
    for coverage in person.coverages:
        if coverage.acquired_on <= on and (coverage.lost_on is None or on < coverage.lost_on):
            (assisted if coverage.is_assistance else insured).append(coverage)
    beside = _assisted(person, newest_of(assisted), on, institution_code) if assisted else None
    # 2. The insurance comes first and gives the answer its validity.
    if insured:
        return Decision(QualificationValidity.VALID, person, newest_of(insured), beside=beside)
    if beside is not None:
        return beside
    # 3. Everything has ended, or nothing has begun: a card always finds the person, but there is nothing to confirm.
    begun = [coverage for coverage in person.coverages if coverage.acquired_on <= on]
    if begun:
        return Decision(QualificationValidity.INVALID, person, _last_ended(begun))
    return Decision(QualificationValidity.NOT_FOUND)


def decide_by_identifier(
    matches: Sequence[tuple[PersonRecord, Coverage]], on: date, institution_code: str | None
) -> Decision:
    """Answer ``institution_code`` for the coverages that fit the identifiers asked about, as of the day ``on``.

    Only what was asked about is shown: an insurance number never shows an assistance, nor the reverse.
    """
    # 1. Nothing fits, or nothing that had begun on that day.
    begun = [(person, coverage) for person, coverage in matches if coverage.acquired_on <= on]
    if not begun:
        return Decision(QualificationValidity.NOT_FOUND)
    person = begun[0][0]
    asked = [coverage for _, coverage in begun]
    in_force = [coverage for coverage in asked if coverage.period.contains(on)]
    # 2. More than one person fits, or one person twice: the caller must ask again, with the branch number.
    if len({one.person_id for one, _ in begun}) > 1 or _differ_by_branch(in_force):
        # 複数該当 is a word of insurance alone; of an assistance that cannot be told apart nothing is confirmed.
        is_insurance = not any(coverage.is_assistance for coverage in asked)
        return Decision(QualificationValidity.AMBIGUOUS if is_insurance else QualificationValidity.NOT_FOUND)
    # 3. A coverage that was asked about covers the day.
    if in_force:
        newest = newest_of(in_force)
        if newest.is_assistance:
            return _assisted(person, newest, on, institution_code)
        return Decision(QualificationValidity.VALID, person, newest)
    # 4. It has ended; say whether another one of its sort holds, though not which.
    ended = _last_ended(asked)
    is_superseded = any(
        coverage.period.contains(on) and coverage.is_assistance == ended.is_assistance for coverage in person.coverages
    )
    return Decision(QualificationValidity.SUPERSEDED if is_superseded else QualificationValidity.INVALID, person, ended)


def _last_ended(coverages: Sequence[Coverage]) -> Coverage:
    return max(coverages, key=lambda coverage: (coverage.lost_on or date.max, newness(coverage)))


def _differ_by_branch(coverages: Sequence[Coverage]) -> bool:
    return len({coverage.branch for coverage in coverages if coverage.branch is not None}) > 1


def _assisted(person: PersonRecord, coverage: Coverage, on: date, institution_code: str | None) -> Decision:
    tickets = tickets_on(coverage, on, institution_code)
    return Decision(validity_of_assistance(tickets), person, coverage, tickets)


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
