"""The schemes that insurers belong to, the law numbers (法別番号) that fit each, and whose rules each follows.

An insurer number of 8 digits begins with the law number, one of 6 digits (国民健康保険) has none. Sources: 保険者番号等
の設定について (厚生省保険局長通知, 昭和51年8月7日 保発第45号) and its later additions. What else a number must have is
told by number_rules.py.
"""

from enum import StrEnum
from typing import Final

from shared.domain.codes import Code, Relationship
from shared.domain.identifiers import LONG_INSURER_NUMBER, InsurerNumber

WITHOUT_LAW_NUMBER: Final = ""


class InsurerKind(Code):
    """保険者の種別; ``code`` holds the law numbers, empty for the 6-digit numbers of 国民健康保険."""

    KYOKAI = "kyokai", "01", "全国健康保険協会管掌健康保険"
    SEAMEN = "seamen", "02", "船員保険"
    DAY_LABOURER = "day_labourer", "03 04", "日雇特例被保険者"
    SOCIETY = "society", "06", "組合管掌健康保険"
    SELF_DEFENCE = "self_defence", "07", "自衛官診療証"
    PUBLIC_ASSISTANCE = "public_assistance", "12", "生活保護（医療扶助）"
    MUTUAL_AID_STATE = "mutual_aid_state", "31", "国家公務員共済組合"
    MUTUAL_AID_LOCAL = "mutual_aid_local", "32", "地方公務員等共済組合"
    MUTUAL_AID_POLICE = "mutual_aid_police", "33", "警察共済組合"
    MUTUAL_AID_SCHOOL = "mutual_aid_school", "34", "公立学校共済組合・日本私立学校振興・共済事業団"
    ELDERLY = "elderly", "39", "後期高齢者医療"
    SPECIAL_RETIRED = "special_retired", "63 72 73 74 75", "特定健康保険組合・特定共済組合（特例退職）"
    NHI_RETIRED = "nhi_retired", "67", "国民健康保険（退職者医療）"
    MUNICIPAL_NHI = "municipal_nhi", WITHOUT_LAW_NUMBER, "市町村国民健康保険"
    NHI_SOCIETY = "nhi_society", WITHOUT_LAW_NUMBER, "国民健康保険組合"


def law_numbers_of(kind: InsurerKind) -> frozenset[str]:
    """Return the law numbers that fit ``kind``; the empty string stands for having none."""
    return frozenset(kind.code.split()) or frozenset({WITHOUT_LAW_NUMBER})


def law_number_of(insurer_number: InsurerNumber) -> str:
    """Return the law number that stands in front of an insurer number, empty for 6 digits."""
    return insurer_number[:2] if len(insurer_number) == LONG_INSURER_NUMBER else WITHOUT_LAW_NUMBER


def likeliest_kind_of(insurer_number: InsurerNumber) -> InsurerKind:
    """Return the first kind that can have this number; 組合管掌健康保険 where none can."""
    fitting = (kind for kind in InsurerKind if number_fits_kind(insurer_number, kind))
    return next(fitting, InsurerKind.SOCIETY)


def number_fits_kind(insurer_number: InsurerNumber, kind: InsurerKind) -> bool:
    """Tell whether an insurer of this kind can have this number."""
    return law_number_of(insurer_number) in law_numbers_of(kind)


class Scheme(StrEnum):
    """A set of rules about gain and loss."""

    EMPLOYEE = "employee"
    """被用者保険: 協会けんぽ, 健保組合, 船員, 日雇, 共済."""
    CONTINUATION = "continuation"
    """任意継続被保険者."""
    SPECIAL_RETIRED = "special_retired"
    """特例退職被保険者."""
    DEPENDANT = "dependant"
    """被扶養者 of any of the above."""
    MUNICIPAL_NHI = "municipal_nhi"
    """市町村国民健康保険."""
    NHI_SOCIETY = "nhi_society"
    """国民健康保険組合."""
    ELDERLY = "elderly"
    """後期高齢者医療."""
    SELF_DEFENCE = "self_defence"
    """自衛官: the member only, no dependants."""
    PUBLIC_ASSISTANCE = "public_assistance"
    """生活保護（医療扶助）."""


EMPLOYEE_KINDS = frozenset(
    {
        InsurerKind.KYOKAI,
        InsurerKind.SOCIETY,
        InsurerKind.SEAMEN,
        InsurerKind.DAY_LABOURER,
        InsurerKind.MUTUAL_AID_STATE,
        InsurerKind.MUTUAL_AID_LOCAL,
        InsurerKind.MUTUAL_AID_POLICE,
        InsurerKind.MUTUAL_AID_SCHOOL,
    }
)
WITH_DEPENDANTS = EMPLOYEE_KINDS | {InsurerKind.SPECIAL_RETIRED}
"""Where family members are covered through the insured person; in the others everybody is insured themselves."""

WITHOUT_FAMILY = frozenset({InsurerKind.ELDERLY, InsurerKind.SELF_DEFENCE})
"""Where 本人・家族の別 is always 本人: 後期高齢者医療 insures each for themselves, a 自衛官診療証 the member alone.

国保 insures everybody themselves too, but tells 世帯主 and 組合員 (本人) from the others of the household (家族), as
claims do (レセプト種別: 本人/世帯主, 家族/その他).
"""

_SCHEMES = {
    **dict.fromkeys(EMPLOYEE_KINDS, Scheme.EMPLOYEE),
    InsurerKind.SPECIAL_RETIRED: Scheme.SPECIAL_RETIRED,
    InsurerKind.MUNICIPAL_NHI: Scheme.MUNICIPAL_NHI,
    InsurerKind.NHI_RETIRED: Scheme.MUNICIPAL_NHI,
    InsurerKind.NHI_SOCIETY: Scheme.NHI_SOCIETY,
    InsurerKind.ELDERLY: Scheme.ELDERLY,
    InsurerKind.SELF_DEFENCE: Scheme.SELF_DEFENCE,
    InsurerKind.PUBLIC_ASSISTANCE: Scheme.PUBLIC_ASSISTANCE,
}


def scheme_of(kind: InsurerKind, relationship: Relationship, *, voluntary: bool) -> Scheme:
    """Return the rules that a coverage follows."""
    if kind in WITH_DEPENDANTS and relationship is Relationship.FAMILY:
        return Scheme.DEPENDANT
    if kind in EMPLOYEE_KINDS and voluntary:
        return Scheme.CONTINUATION
    return _SCHEMES[kind]
