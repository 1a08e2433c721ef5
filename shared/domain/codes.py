"""The code tables of the interface (別紙5-1 業務コード仕様) as words, each with its code and Japanese term.

On our wire stand the words; ``code`` is what the real interface's messages carry.
"""

from enum import Enum
from typing import Self


class Code(str, Enum):  # noqa: UP042 - members are made in __new__, which StrEnum forbids
    """A word of a code table that knows the interface's code and the Japanese term."""

    code: str
    term: str

    def __new__(cls, word: str, code: str = "", term: str = "") -> Self:
        """Make the member ``word``; the defaults are for a type checker that sees ``Sex("male")``, a look-up."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.code = code
        member.term = term
        return member

    # Members are looked up on every check; the enumeration's own hash is Python, a string's is not.
    __hash__ = str.__hash__

    def __str__(self) -> str:
        return str.__str__(self)


class QualificationValidity(Code):
    """資格有効性 (OQSCD006): the answer of a check, never an error."""

    VALID = "valid", "1", "有効"
    INVALID = "invalid", "2", "無効"
    SUPERSEDED = "superseded", "3", "無効（新しい資格あり）"
    NOT_FOUND = "not_found", "4", "該当資格なし"
    AMBIGUOUS = "ambiguous", "5", "複数該当"
    VALID_UNREGISTERED = "valid_unregistered", "6", "有効（未登録）"


class CheckMethod(Code):
    """照会区分 (OQSCD002): how the person was named. Code 0: ours, the interface has none."""

    MY_NUMBER_CARD = "my_number_card", "1", "マイナンバーカード"
    INSURED_IDENTIFIER = "insured_identifier", "2", "被保険者証情報"
    RECHECK = "recheck", "0", "再照会"
    DEMOGRAPHICS = "demographics", "0", "氏名等による照会"
    BULK = "bulk", "0", "一括照会"


class Sex(Code):
    """性別 (OQSCD007)."""

    MALE = "male", "1", "男"
    FEMALE = "female", "2", "女"
    UNSET = "unset", "3", "未設定"


class LossReason(Code):
    """資格喪失事由 (OQSCD008)."""

    DEATH = "death", "01", "死亡"
    PUBLIC_ASSISTANCE = "public_assistance", "02", "生活保護受給開始"
    OTHER_INSURANCE = "other_insurance", "03", "医療保険等の資格取得"
    OTHER = "other", "99", "その他"


class Relationship(Code):
    """本人・家族の別 (OQSCD009)."""

    SELF = "self", "1", "本人"
    FAMILY = "family", "2", "家族"


class CardKind(Code):
    """被保険者証区分 (OQSCD010)."""

    GENERAL = "general", "01", "一般"
    RETIRED = "retired", "02", "退職"
    SHORT_TERM = "short_term", "03", "短期（一般）"
    SHORT_TERM_RETIRED = "short_term_retired", "04", "短期（退職）"
    SPECIAL_EXPENSE = "special_expense", "05", "特別療養費支給対象者"
    SPECIAL_RETIRED = "special_retired", "06", "特例退職"
    SELF_DEFENCE = "self_defence", "07", "自衛官"
    MEDICAL_ASSISTANCE = "medical_assistance", "A1", "医療扶助"


class LimitCertificateKind(Code):
    """限度額適用認定証区分 (OQSCD011)."""

    LIMIT = "limit", "01", "限度額適用認定証"
    LIMIT_AND_MEALS = "limit_and_meals", "02", "限度額適用・標準負担額減額認定証"
    MEALS = "meals", "03", "標準負担額減額認定証"


class LimitCategory(Code):
    """限度額適用認定証の適用区分 (OQSCD012); the word is the code itself."""

    A01 = "A01", "A01", "ア"
    A02 = "A02", "A02", "イ"
    A03 = "A03", "A03", "ウ"
    A04 = "A04", "A04", "エ"
    A05 = "A05", "A05", "オ"
    A06 = "A06", "A06", "オ（境）"
    B01 = "B01", "B01", "現役並みⅢ"
    B02 = "B02", "B02", "現役並みⅡ"
    B03 = "B03", "B03", "現役並みⅠ"
    B04 = "B04", "B04", "一般"
    B05 = "B05", "B05", "低所得Ⅱ"
    B06 = "B06", "B06", "低所得Ⅰ"
    B07 = "B07", "B07", "低所得Ⅰ（老福）"
    B08 = "B08", "B08", "低所得Ⅰ（境）"
    B09 = "B09", "B09", "一般Ⅱ"
    B10 = "B10", "B10", "一般Ⅰ"

    @property
    def is_from_70(self) -> bool:
        """Whether it is of people from 70 on (B), or of those below (A)."""
        return self >= "B"


class SpecificDisease(Code):
    """特定疾病 (OQSCD013): the three diseases of 健康保険法施行令41条7項."""

    DIALYSIS = "dialysis", "1", "人工透析を要する慢性腎不全"
    HAEMOPHILIA = "haemophilia", "2", "先天性血液凝固因子障害（第VIII因子・第IX因子）"
    HIV_BLOOD_PRODUCTS = "hiv_blood_products", "3", "血液製剤に起因するHIV感染症"


class TicketKind(Code):
    """券種別 (OQSCD018)."""

    MEDICAL = "medical", "01", "医療券"
    DISPENSING = "dispensing", "02", "調剤券"


class TreatmentType(Code):
    """診療別 (OQSCD019)."""

    INPATIENT = "inpatient", "01", "入院"
    OUTPATIENT = "outpatient", "02", "入院外"
    DENTAL = "dental", "03", "歯科"
    DISPENSING = "dispensing", "04", "調剤"
    HOME_NURSING = "home_nursing", "05", "訪問看護"


class TicketUse(Code):
    """単独・併用 (OQSCD020): medical assistance alone, or beside insurance."""

    ALONE = "alone", "01", "単独"
    COMBINED = "combined", "02", "併用"


class PrescriptionForm(Code):
    """処方箋発行形態 (OQSCD017): what the patient chose at the reader."""

    ELECTRONIC = "electronic", "1", "電子"
    PAPER = "paper", "2", "紙"


class ConsentState(Code):
    """同意区分 (OQSCD016)."""

    NONE = "none", "0", "同意なし"
    GIVEN = "given", "1", "同意あり"
    EXPIRED = "expired", "2", "有効期限切れ"
    UNOBTAINABLE = "unobtainable", "3", "同意取得困難"
