"""Notices that go with an answer: what the clinic or the patient should know, never an error. Pure.

They rest on the decision and the day (and the card's certificate, and the institution's last check), so an answer that
is derived again carries the same ones. They name nothing that the answer does not show.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules.assistance import is_assistance
from services.eligibility.rules.decision import Decision
from services.eligibility.rules.turning_75 import halves_limits, lacks_late_elderly_cover
from shared.domain.carried_text import SUBSTITUTE, as_carried
from shared.domain.codes import CardKind, CheckMethod, LossReason, QualificationValidity
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.matching import lacks_address, lacks_characters
from shared.domain.newest_coverage import is_newer
from shared.pki.certificate_life import CertificateState

ENDS_SOON = timedelta(days=31)
LAG = timedelta(days=30)
"""After a loss a new insurer usually registers within this: the employer has 5 days, the insurer 5 more, both slip."""

CERTIFICATE_NOTICES = {
    CertificateState.EXPIRES_SOON: NoticeShown(
        "certificate-expires-soon",
        "The card's certificate ends within three months.",
        "電子証明書の有効期限が3か月以内に切れます。",
    ),
    CertificateState.IN_GRACE: NoticeShown(
        "certificate-in-grace",
        "The card's certificate has expired; until the end of the grace it opens eligibility, not medical data.",
        "電子証明書の有効期限が切れています。猶予期間中は資格確認のみ可能で、診療情報等は閲覧できません。",
    ),
}
COVERAGE_ENDS_SOON = NoticeShown(
    "coverage-ends-soon",
    "The coverage, or the period registered for its document, ends within 31 days.",
    "資格または有効期間が31日以内に終了します。次回来院時に再度ご確認ください。",
)
DOCUMENT_PERIOD_ENDED = NoticeShown(
    "document-period-ended",
    "The period registered for the document has ended; the coverage itself goes on.",
    "資格確認書等の有効期間は終了していますが、資格は継続しています。",
)
NEWER_COVERAGE = NoticeShown(
    "newer-coverage-exists",
    "The person has a newer coverage on that day; ask for it, or use the card.",
    "新しい資格が登録されています。患者に確認するか、カードで確認してください。",
)
SUBSTITUTE_CHARACTERS = NoticeShown(
    "name-has-substitute-characters",
    "A name holds ● in place of characters that the system does not have; compare by kana and birthdate.",
    "氏名等に表示できない文字（●）が含まれています。カナ氏名・生年月日で確認してください。",
)
NAME_NOT_COMPARED = NoticeShown(
    "name-not-compared-in-full",
    "The name on record has ●: those characters were not compared; kana, birth date, sex and address or insurer were.",
    "登録氏名に●があるため、その文字は照合していません。カナ氏名・生年月日・性別と住所または保険者番号で照合しました。",
)
ADDRESS_NOT_COMPARED = NoticeShown(
    "address-not-compared",
    "No address is on record, or one with ●: not compared in full; name, kana, birth date, sex and insurer were.",
    "登録住所がない、または●を含むため、住所は照合していません。氏名・カナ氏名・生年月日・性別・保険者番号で照合しました。",
)
REGISTRATION_LAG = NoticeShown(
    "registration-lag-possible",
    "A new coverage may not be registered yet; that no answer comes does not mean that the patient pays everything.",
    "新しい資格が未登録の可能性があります。10割負担とせず、他の方法で資格をご確認ください。",
)
BRANCH_NEEDED = NoticeShown(
    "branch-number-needed",
    "The identifiers fit more than one coverage; ask again with the branch number, or use the card.",
    "複数の資格に該当します。枝番を指定して再照会するか、カードで確認してください。",
)
CHECK_THE_NUMBERS = NoticeShown(
    "check-the-numbers",
    "Nobody has these identifiers and this birthdate; they may be mistyped.",
    "記号・番号・枝番・生年月日に入力誤りがないかご確認ください。",
)
SEVERAL_FIT = NoticeShown(
    "several-people-fit",
    "Several people fit; use the card or the insurance identifiers.",
    "複数の方が該当します。カードまたは資格確認書の記号・番号等で確認してください。",
)
FULL_PAYMENT = NoticeShown(
    "pays-in-full-first",
    "特別療養費: the patient pays the whole cost at the counter and is paid back by the insurer.",
    "特別療養費の支給対象者です。窓口では医療費の全額（10割）をお支払いいただきます。",
)
TICKET_MISSING = NoticeShown(
    "ticket-not-registered",
    "Medical assistance is in force, but no ticket for this institution is registered for the day.",
    "医療扶助は有効ですが、当該医療機関の医療券・調剤券が未登録です。福祉事務所にご確認ください。",
)
LIMIT_HALVED = NoticeShown(
    "limit-halved-this-month",
    "The person, or who insures them as family, turns 75 this month: limits, 特定疾病 too, are halved in each scheme.",
    "本人または（被扶養者の場合は）被保険者が今月75歳に到達するため、自己負担限度額（特定疾病を含む）は前後の制度でそれぞれ2分の1です。",
)
LATE_ELDERLY_EXPECTED = NoticeShown(
    "late-elderly-cover-expected",
    "The person is 75 or older and not registered with 後期高齢者医療 yet; ask for the new cover.",
    "75歳以上ですが、後期高齢者医療の資格が未登録です。新しい資格を患者にご確認ください。",
)
LIMIT_CHANGED = NoticeShown(
    "limit-changed",
    "The limit certificate is not the one of this institution's last check of the patient.",
    "前回の資格確認時から限度額適用認定証等の情報が変更されています。",
)
EMERGENCY_ACCESS = NoticeShown(
    "emergency-access",
    "Medical data is open although the patient was not asked; the operator sees it, and the patient, who can end it.",
    "患者の同意なしに診療情報等を閲覧できる状態です。閲覧は記録され、患者本人にも表示されます。",
)
_BY_NUMBERS = frozenset({CheckMethod.INSURED_IDENTIFIER, CheckMethod.BULK})


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


def _not_compared(person: PersonRecord) -> Iterator[NoticeShown]:
    """Yield what 氏名等による照会 could not compare, as far as the record tells."""
    if lacks_characters(person):
        yield NAME_NOT_COMPARED
    if lacks_address(person):
        yield ADDRESS_NOT_COMPARED


def _of_record(decision: Decision, person: PersonRecord, coverage: Coverage, on: date) -> list[NoticeShown]:
    said = []
    names = (person.name, person.name_kana, person.name_other, person.name_other_kana, coverage.insured_name)
    if SUBSTITUTE in as_carried("".join(name for name in names if name is not None)):
        said.append(SUBSTITUTE_CHARACTERS)
    match decision.validity:
        case QualificationValidity.VALID if is_assistance(coverage):
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
        other.period.contains(on) and not is_assistance(other) and is_newer(other, coverage)
        for other in person.coverages
    )
