"""What a limit certificate (限度額適用認定証) must fit: its holder's age and scheme, and itself. Pure.

健康保険法施行令42条1項 (below 70, ア to オ) and 3項 (from 70 on), 国民健康保険法施行令29条の3, 高齢者医療確保法施行令
15条; 適用区分 by scheme as in OQSCD012. An A category without a last day ends where those of 70 begin: the answer of a
check sees to that.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.ages import elderly_recipient_from
from shared.domain.codes import LimitCategory, LimitCertificateKind
from shared.domain.coverage import LimitCertificate
from shared.domain.insurers import InsurerKind
from shared.errors import Violation

EXEMPT: Final = frozenset(
    {
        LimitCategory.A05,
        LimitCategory.A06,
        LimitCategory.B05,
        LimitCategory.B06,
        LimitCategory.B07,
        LimitCategory.B08,
    }
)
"""住民税非課税: theirs alone is a lower price of meals, and of a long stay (健康保険法施行規則58条・62条の3)."""
_OF_LATE_ELDERLY_ALONE: Final = frozenset({LimitCategory.B09, LimitCategory.B10})
_SPLIT_FROM: Final = date(2022, 10, 1)
"""一般 of 後期高齢者医療 is 一般Ⅱ or 一般Ⅰ from then on."""


def limit_certificate_violations(
    certificate: LimitCertificate, recorded: RecordedCoverage, birthdate: date
) -> list[Violation]:
    """Return all that is wrong with the certificate."""
    is_late_elderly = recorded.coverage.insurer.kind is InsurerKind.ELDERLY
    found = list(_against_scheme(certificate, is_late_elderly=is_late_elderly))
    if not is_late_elderly:
        found += _against_age(certificate, elderly_recipient_from(birthdate))
    return found + list(_against_itself(certificate))


def _against_scheme(certificate: LimitCertificate, *, is_late_elderly: bool) -> Iterator[Violation]:
    if is_late_elderly:
        last = certificate.valid_to or date.max
        is_unknown = not certificate.category.is_from_70 or (
            certificate.category is LimitCategory.B04 and last >= _SPLIT_FROM
        )
    else:
        is_unknown = certificate.category in _OF_LATE_ELDERLY_ALONE
    if is_unknown:
        yield Violation(
            "/category",
            "not-of-this-scheme",
            "後期高齢者医療 has B01 to B03 and B05 to B10 (B04 until September 2022), every other scheme A01 to B08.",
            "後期高齢者医療はB01〜B03・B05〜B10（B04は令和4年9月まで）、他の制度はA01〜B08です。",
        )


def _against_age(certificate: LimitCertificate, from_70: date) -> Iterator[Violation]:
    if certificate.category.is_from_70:
        if certificate.valid_from < from_70:
            yield Violation(
                "/valid_from",
                "too-young",
                "B categories begin on the 1st of the month after 70 is reached.",
                "Bの区分は、70歳に達した日の属する月の翌月1日からです。",
            )
    elif certificate.valid_from >= from_70:
        yield Violation(
            "/category",
            "too-old",
            "A categories end with the month in which 70 is reached; from then on they are B01 to B08.",
            "Aの区分は、70歳に達した日の属する月の末日までです（以後はB01〜B08）。",
        )
    elif certificate.valid_to is not None and certificate.valid_to >= from_70:
        yield Violation(
            "/valid_to",
            "too-old",
            "A categories end with the month in which 70 is reached.",
            "Aの区分は、70歳に達した日の属する月の末日までです。",
        )


def _against_itself(certificate: LimitCertificate) -> Iterator[Violation]:
    is_exempt = certificate.category in EXEMPT
    lowers_meals = certificate.kind is not LimitCertificateKind.LIMIT
    if lowers_meals and not is_exempt:
        yield Violation(
            "/kind",
            "not-exempt",
            "Only who is exempt from resident tax (A05, A06, B05 to B08) pays less for meals.",
            "標準負担額の減額は住民税非課税の区分（A05・A06・B05〜B08）に限ります。",
        )
    if certificate.long_stay_from is not None and not (is_exempt and lowers_meals):
        yield Violation(
            "/long_stay_from",
            "no-long-stay",
            "Only of kinds limit_and_meals and meals, in a category that is exempt from resident tax.",
            "長期入院該当は、標準負担額を減額する認定証（区分02・03）で住民税非課税の区分に限ります。",
        )
