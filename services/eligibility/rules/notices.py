"""Notices that go with an answer: what the clinic or the patient should know, never an error. Pure.

They rest on the decision and the day (and the card's certificate, and the institution's last check), so an answer that
is derived again carries the same ones. They name nothing that the answer does not show.

限度額変更有無 (LimitApplicationCertificateChanged, OQSCD014) tells nothing of the certificate itself, so it needs no
consent: it is the reason to ask for one.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

import msgspec

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules.as_shown import LimitsOn
from services.eligibility.rules.by_age import halves_limits, lacks_late_elderly_cover
from services.eligibility.rules.decision import Decision
from services.eligibility.rules.notice_texts import (
    ADDRESS_NOT_COMPARED,
    BRANCH_NEEDED,
    CERTIFICATE_NOTICES,
    CHECK_THE_NUMBERS,
    COVERAGE_ENDS_SOON,
    DOCUMENT_PERIOD_ENDED,
    EMERGENCY_ACCESS,
    FULL_PAYMENT,
    KANA_NOT_COMPARED,
    LATE_ELDERLY_EXPECTED,
    LIMIT_CHANGED,
    LIMIT_HALVED,
    NAME_NOT_COMPARED,
    NEWER_COVERAGE,
    REGISTRATION_LAG,
    SEVERAL_FIT,
    SUBSTITUTE_CHARACTERS,
    TICKET_MISSING,
)
from shared.domain.carried_text import SUBSTITUTE, as_carried
from shared.domain.codes import CardKind, CheckMethod, LossReason, QualificationValidity
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.matching import lacks_address, lacks_characters, lacks_kana
from shared.domain.newest_coverage import is_newer
from shared.domain.purposes import DataKind
from shared.pki.certificate_life import CertificateState

ENDS_SOON = timedelta(days=31)
LAG = timedelta(days=30)
"""After a loss a new insurer usually registers within this: the employer has 5 days, the insurer 5 more, both slip."""
_BY_NUMBERS = frozenset({CheckMethod.INSURED_IDENTIFIER, CheckMethod.BULK})


class LastCheck(msgspec.Struct, frozen=True):
    """An institution's last answered check of a person that could have shown a limit."""

    as_of: date
    person: PersonRecord | None = None
    """As that check knew them; None when that is how they are known now."""


def notices_of(
    decision: Decision,
    on: date,
    method: CheckMethod,
    state: CertificateState | None,
    *,
    limit_changed: bool = False,
    unasked: bool = False,
) -> list[NoticeShown]:
    """Return every notice of an answer; ``state`` is None when there was no card."""
    said = decision_notices(decision, on, method)
    if state is not None:
        said = [*certificate_notices(state), *said]
    if limit_changed:
        said.append(LIMIT_CHANGED)
    if unasked:
        said.append(EMERGENCY_ACCESS)
    return said


def certificate_notices(state: CertificateState) -> tuple[NoticeShown, ...]:
    """Return what to say about a card's certificate of that age."""
    notice = CERTIFICATE_NOTICES.get(state)
    return () if notice is None else (notice,)


def decision_notices(decision: Decision, on: date, method: CheckMethod) -> list[NoticeShown]:
    """Return what to say about what was decided for the day ``on``; each notice once, whatever it rests on."""
    if decision.validity is QualificationValidity.NOT_FOUND:
        return [CHECK_THE_NUMBERS, REGISTRATION_LAG] if method in _BY_NUMBERS else [REGISTRATION_LAG]
    if decision.validity is QualificationValidity.AMBIGUOUS:
        return [SEVERAL_FIT if method is CheckMethod.DEMOGRAPHICS else BRANCH_NEEDED]
    said: list[NoticeShown] = []
    if method is CheckMethod.DEMOGRAPHICS and decision.person is not None:
        said += _not_compared(decision.person)
    part: Decision | None = decision
    while part is not None:
        if part.person is not None and part.coverage is not None:
            said += _of_record(part, part.person, part.coverage, on)
        part = part.beside
    return said if decision.beside is None else list(dict.fromkeys(said))


def has_changed(last: LastCheck, now: PersonRecord, on: date, limits: LimitsOn | None = None) -> bool:
    """Tell whether what held on the day of the last check differs from what holds on ``on``.

    ``limits``: those of ``on``, where some have been looked for already.
    """
    if last.person is None and last.as_of == on:
        return False
    return _limits(last.person or now, last.as_of, LimitsOn(last.as_of)) != _limits(now, on, limits or LimitsOn(on))


def is_worth_a_notice(
    last: LastCheck | None, decision: Decision, on: date, opens: Collection[DataKind], limits: LimitsOn | None = None
) -> bool:
    """Tell whether an answer says so: it could show a limit itself, and does not look further back than the last one.

    Without an earlier check there is nothing that the institution could hold on to. ``limits``: as in ``has_changed``.
    """
    if last is None or decision.person is None or decision.validity is not QualificationValidity.VALID:
        return False
    if on < last.as_of or DataKind.LIMIT_CERTIFICATE not in opens:
        return False
    return has_changed(last, decision.person, on, limits)


def _not_compared(person: PersonRecord) -> Iterator[NoticeShown]:
    """Yield what 氏名等による照会 could not compare, as far as the record tells."""
    if lacks_characters(person):
        yield NAME_NOT_COMPARED
    if lacks_kana(person):
        yield KANA_NOT_COMPARED
    if lacks_address(person):
        yield ADDRESS_NOT_COMPARED


def _of_record(decision: Decision, person: PersonRecord, coverage: Coverage, on: date) -> list[NoticeShown]:
    said = []
    names = (person.name, person.name_kana, person.name_other, person.name_other_kana, coverage.insured_name)
    if SUBSTITUTE in as_carried("".join(filter(None, names))):
        said.append(SUBSTITUTE_CHARACTERS)
    match decision.validity:
        case QualificationValidity.VALID if coverage.is_assistance:
            said += _of_ending(coverage, on)
        case QualificationValidity.VALID:
            said += _of_ending(coverage, on)
            said += _of_insurance(person, coverage, on)
        case QualificationValidity.VALID_UNREGISTERED:
            said += [TICKET_MISSING, *_of_ending(coverage, on)]
        case QualificationValidity.SUPERSEDED:
            said.append(NEWER_COVERAGE)
        case QualificationValidity.INVALID if _may_lag(coverage, on):
            said.append(REGISTRATION_LAG)
        case _:
            pass
    return said


def _of_insurance(person: PersonRecord, coverage: Coverage, on: date) -> list[NoticeShown]:
    said = []
    if coverage.card_kind is CardKind.SPECIAL_EXPENSE:
        said.append(FULL_PAYMENT)
    if len(person.coverages) > 1 and _has_newer(person, coverage, on):
        said.append(NEWER_COVERAGE)
    if lacks_late_elderly_cover(person, coverage, on):
        said.append(LATE_ELDERLY_EXPECTED)
    if halves_limits(person, coverage, on):
        said.append(LIMIT_HALVED)
    return said


def _of_ending(coverage: Coverage, on: date) -> list[NoticeShown]:
    said = []
    last_days = []
    if coverage.valid_to is not None:
        if coverage.valid_to < on:
            said.append(DOCUMENT_PERIOD_ENDED)
        else:
            last_days.append(coverage.valid_to)
    if coverage.lost_on is not None:
        last_days.append(coverage.lost_on - timedelta(days=1))
    if last_days and min(last_days) - on <= ENDS_SOON:
        said.append(COVERAGE_ENDS_SOON)
    return said


def _may_lag(coverage: Coverage, on: date) -> bool:
    if coverage.lost_on is None or coverage.loss_reason is LossReason.DEATH:
        return False
    return on - coverage.lost_on <= LAG


def _has_newer(person: PersonRecord, coverage: Coverage, on: date) -> bool:
    return any(
        other.period.contains(on) and not other.is_assistance and is_newer(other, coverage)
        for other in person.coverages
    )


def _limits(person: PersonRecord, on: date, limits: LimitsOn) -> frozenset[object]:
    return frozenset(
        (
            certificate.kind,
            certificate.category,
            certificate.valid_from,
            certificate.valid_to,
            certificate.long_stay_from,
        )
        for coverage in person.coverages
        if coverage.period.contains(on) and (certificate := limits.of(person, coverage)) is not None
    )
