"""Why this category of 限度額適用認定証 and no other: which certificates there are, and which holds on the day."""

from collections.abc import Iterator
from datetime import date

from services.eligibility.answers.shown import ResultShown
from services.eligibility.checks.rules.acts import Answered
from shared.domain.codes import CardKind, QualificationValidity
from shared.domain.coverage import LimitCertificate
from shared.domain.limit_certificates import applies_from_70, tells_the_limit
from simulator.journal.explaining.shapes import Step, WhyNot

_EXPECTED = "a 限度額適用認定証 that holds on the day, and a consent where one is needed"
_EXPECTED_JA = "その日に有効な限度額適用認定証と、必要な場合は提供の同意"


def step_of_limit(outcome: Answered) -> Step | None:
    """Return the step; None where no valid insurance is shown."""
    result = _insured(outcome)
    if result is None:
        return None
    shown = result.limit_certificate
    found = f"basis {result.limit.basis}, consent {result.limit.consent}"
    found_ja = f"根拠 {result.limit.basis}、同意 {result.limit.consent}"
    if shown is not None:
        found = f"{shown.category} ({shown.label}), {_days(shown.valid_from, shown.valid_to)}; {found}"
        found_ja = f"{shown.category}（{shown.label}）、{_days_ja(shown.valid_from, shown.valid_to)}、{found_ja}"
    return Step("limit", _EXPECTED, found, shown is not None, _EXPECTED_JA, found_ja)


def why_no_other_limit(outcome: Answered, on: date) -> Iterator[WhyNot]:
    """Yield each other certificate of the coverage, and why there is none where none is shown."""
    result, decision = _insured(outcome), outcome.decision
    if result is None or decision.coverage is None or decision.person is None:
        return
    coverage, shown = decision.coverage, result.limit_certificate
    if shown is None:
        yield WhyNot("limit_certificate", *_why_none(result, len(coverage.limit_certificates), on))
    is_from_70 = applies_from_70(coverage, decision.person.birthdate, on)
    for certificate in coverage.limit_certificates:
        is_shown = shown is not None and (certificate.category, certificate.valid_from) == (
            shown.category,
            shown.valid_from,
        )
        if not is_shown:
            yield WhyNot(f"limit_certificate {certificate.category}", *_why_not(certificate, on, is_from_70=is_from_70))


def _insured(outcome: Answered) -> ResultShown | None:
    results = outcome.shown.results
    is_valid = bool(results) and results[0].validity is QualificationValidity.VALID
    return results[0] if is_valid and results[0].card_kind is not CardKind.MEDICAL_ASSISTANCE else None


def _why_none(result: ResultShown, registered: int, on: date) -> tuple[str, str]:
    if result.limit.consent == "none":
        return "the patient did not consent to show it", "限度額情報の提供に同意がありません"
    if result.card_kind is CardKind.SPECIAL_EXPENSE:
        return "特別療養費 has no limit at the counter", "特別療養費の対象者には適用されません"
    if not registered:
        return "none is registered", "認定証が登録されていません"
    return f"none of those that are registered applies on {on}", f"{on} に適用される認定証がありません"


def _why_not(certificate: LimitCertificate, on: date, *, is_from_70: bool) -> tuple[str, str]:
    days = _days(certificate.valid_from, certificate.valid_to)
    if not certificate.holds_on(on):
        return (
            f"it holds {days}, not on {on}",
            f"有効期間外です（{_days_ja(certificate.valid_from, certificate.valid_to)}）",
        )
    if certificate.category.is_from_70 is not is_from_70:
        age = "from 70 on" if certificate.category.is_from_70 else "below 70"
        return f"its category is one for people {age}", "区分の年齢（70歳未満・70歳以上）が異なります"
    if not tells_the_limit(certificate):
        return "it lowers the price of meals and tells no limit", "標準負担額減額認定証であり、限度額を示しません"
    return "it is not shown, or one that began later is", "表示対象外、または後から有効になった認定証が優先されます"


def _days(first: date, last: date | None) -> str:
    return f"from {first}" if last is None else f"from {first} to {last}"


def _days_ja(first: date, last: date | None) -> str:
    return f"{first} から" if last is None else f"{first} から {last} まで"
