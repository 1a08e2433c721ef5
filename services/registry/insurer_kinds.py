"""The schemes that insurers belong to, and the law numbers (法別番号) that fit each.

An insurer number of 8 digits begins with the law number, one of 6 digits (国民健康保険) has none. Sources: 保険者番号等
の設定について (厚生省保険局長通知, 昭和51年8月7日 保発第45号) and its later additions. What else a number must have is
told by numbers.py.
"""

from typing import Final

from shared.domain.codes import Code
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


def number_fits_kind(insurer_number: InsurerNumber, kind: InsurerKind) -> bool:
    """Tell whether an insurer of this kind can have this number."""
    return law_number_of(insurer_number) in law_numbers_of(kind)
