"""告知要求制限: who may ask for what, to which purpose. Default deny.

In force since 2020-10-01 (令和元年法律第9号). The structure of 健康保険法 194条の2 (HIA 194-2): (1) insurers, insured
medical institutions and the like may ask for 被保険者等記号・番号等 only as far as the health-insurance business
needs; (2) everybody else may not ask, but for cases that an ordinance names; (3) nobody may ask in the course of
business someone who applies for or has a contract; (4) nobody may build a database of them to be given to others.
国民健康保険法 111条の2 and 高齢者医療確保法 161条の2 say the same. Who may get an answer *online* is narrower
still. The codes of purposes and refusals are this simulator's; the article says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import msgspec

from shared.domain.codes import CheckMethod
from shared.domain.roles import Role

RULES_VERSION = "purposes-2026-11"
"""Named in every record that rests on this table."""


class DataKind(StrEnum):
    """What an answer can open. All but ``coverage`` are also kinds of consent."""

    COVERAGE = "coverage"
    LIMIT_CERTIFICATE = "limit_certificate"
    SPECIFIC_DISEASE = "specific_disease"
    MEDICATION = "medication"
    CHECKUPS = "checkups"
    DIAGNOSIS = "diagnosis"
    OPERATION = "operation"
    DIAGNOSIS_NAME = "diagnosis_name"
    INFECTION = "infection"
    ALLERGY = "allergy"
    CONTRAINDICATION = "contraindication"
    TEST_RESULTS = "test_results"
    PRESCRIPTION = "prescription"

    # Sets of kinds are built on every check; the enumeration's own hash is Python, a string's is not.
    __hash__ = str.__hash__


class PurposeOfUse(StrEnum):
    """利用目的."""

    CARE_VISIT = "CARE_VISIT"
    CARE_NURSING = "CARE_NURSING"
    CARE_HOME = "CARE_HOME"
    CARE_ONLINE = "CARE_ONLINE"
    CARE_HOME_RECHECK = "CARE_HOME_RECHECK"
    EMERGENCY = "EMERGENCY"
    DISASTER_READ = "DISASTER_READ"
    BULK_PRECHECK = "BULK_PRECHECK"
    CLAIM = "CLAIM"
    REVIEW = "REVIEW"
    INSURER = "INSURER"
    PUBLIC_ASSIST = "PUBLIC_ASSIST"
    EMPLOYER_PROC = "EMPLOYER_PROC"
    MUNI_SUBSIDY = "MUNI_SUBSIDY"
    IDENTITY = "IDENTITY"
    EMPLOY_CONTRACT = "EMPLOY_CONTRACT"
    PRIVATE_INS = "PRIVATE_INS"
    MARKETING = "MARKETING"
    DATABASE = "DATABASE"
    RESEARCH = "RESEARCH"
    FAMILY = "FAMILY"
    STAFF_CURIOSITY = "STAFF_CURIOSITY"


class RefusalCode(StrEnum):
    """Why a purpose is refused; this simulator's codes."""

    PROHIBITED = "purpose-prohibited"
    NO_ONLINE_ANSWER = "purpose-no-online-answer"
    ROLE = "purpose-not-for-this-role"
    METHOD = "purpose-not-by-this-method"
    NOT_IN_FORCE = "purpose-not-in-force"
    NEEDS_CARD_CHECK = "purpose-needs-card-check"
    NOT_OPENED = "purpose-not-opened"
    NEEDS_EMERGENCY_AUTHORITY = "purpose-needs-emergency-authority"
    OTHER_INSURER = "purpose-not-for-this-insurer"


@dataclass(frozen=True, slots=True)
class PurposeRule:
    """One row of the table. ``opens`` maps each role that may ask to what it may see; empty: nobody may."""

    purpose: PurposeOfUse
    title: str
    title_ja: str
    article: str
    opens: Mapping[Role, frozenset[DataKind]] = field(default_factory=lambda: MappingProxyType({}))
    methods: frozenset[CheckMethod] = frozenset()
    in_force_from: date = date(2020, 10, 1)
    number_may_be_held: bool = False
    """The asker may hold the number on paper (an exception of 194-2), yet gets no online answer."""
    needs_prior_card_check: bool = False
    needs_opening: bool = False
    unless_opened: RefusalCode = RefusalCode.NOT_OPENED
    """What is said where it is not opened."""


class PurposeRefusal(msgspec.Struct, frozen=True):
    """Why not; safe to show, as it never holds what was asked about."""

    code: RefusalCode
    article: str
    message: str
    message_ja: str


class Verdict(msgspec.Struct, frozen=True):
    """What the rules say: the data kinds that are open, or why none is."""

    opens: frozenset[DataKind]
    refusal: PurposeRefusal | None = None


_COVERAGE = frozenset({DataKind.COVERAGE})
_BILLING = _COVERAGE | {DataKind.LIMIT_CERTIFICATE, DataKind.SPECIFIC_DISEASE}
_WITH_LIMIT = _COVERAGE | {DataKind.LIMIT_CERTIFICATE}
_ALL = frozenset(DataKind)
_CARE = MappingProxyType({Role.INSTITUTION: _ALL, Role.PHARMACY: _ALL, Role.READER: _ALL, Role.LIMITED: _COVERAGE})
"""資格確認限定型 (Role.LIMITED, since 2024-04) sees coverage only."""
_PROVIDERS = (Role.INSTITUTION, Role.PHARMACY, Role.NURSING)
_BY_CARD = frozenset({CheckMethod.MY_NUMBER_CARD})
_BY_NUMBER = frozenset({CheckMethod.INSURED_IDENTIFIER})
_FULL_OPERATION = date(2021, 10, 20)
"""本格運用: the first day of the real system's full operation."""

_ROWS = (
    PurposeRule(
        PurposeOfUse.CARE_VISIT,
        "Care of a patient who is present",
        "来院患者の資格確認",
        "健康保険法3条13項・63条3項、国民健康保険法36条3項、高齢者医療確保法64条3項",
        opens=_CARE,
        methods=_BY_CARD | _BY_NUMBER,
        in_force_from=_FULL_OPERATION,
    ),
    PurposeRule(
        PurposeOfUse.CARE_NURSING,
        "Home-visit nursing",
        "訪問看護",
        "健康保険法88条",
        opens=MappingProxyType({Role.NURSING: _ALL, Role.READER: _ALL}),
        methods=_BY_CARD | _BY_NUMBER,
        in_force_from=_FULL_OPERATION,
    ),
    PurposeRule(
        # 診療区分 2: what the patient agrees to here, and here alone, may stand for home visits (居宅同意取得型).
        PurposeOfUse.CARE_HOME,
        "Care at the patient's home, agreed to there with card or phone",
        "訪問診療等（居宅同意取得型）",
        "健康保険法3条13項・63条3項・88条、同施行規則53条（令和5年11月30日改正）",
        opens=MappingProxyType(dict.fromkeys((*_PROVIDERS, Role.READER), _ALL)),
        methods=_BY_CARD,
        in_force_from=date(2023, 11, 30),
    ),
    PurposeRule(
        PurposeOfUse.CARE_ONLINE,
        "Online consultation or medication guidance",
        "オンライン診療・オンライン服薬指導",
        "健康保険法3条13項・63条3項",
        opens=MappingProxyType({Role.INSTITUTION: _ALL, Role.PHARMACY: _ALL}),
        methods=_BY_CARD | _BY_NUMBER | {CheckMethod.RECHECK},
        in_force_from=_FULL_OPERATION,
    ),
    PurposeRule(
        PurposeOfUse.CARE_HOME_RECHECK,
        "Re-inquiry during continuing home care",
        "訪問診療等における再照会",
        "健康保険法施行規則53条（令和5年11月30日改正）",
        opens=MappingProxyType(dict.fromkeys(_PROVIDERS, _ALL)),
        methods=_BY_NUMBER | {CheckMethod.RECHECK},
        in_force_from=date(2023, 11, 30),
        needs_prior_card_check=True,
    ),
    PurposeRule(
        PurposeOfUse.EMERGENCY,
        "Emergency care of a patient who cannot consent",
        "救急時医療情報閲覧",
        "健康保険法3条13項、救急時医療情報閲覧機能（令和7年10月全国展開）",
        # A reader, too: that nobody could be asked is what its visual check says.
        opens=MappingProxyType({Role.INSTITUTION: _ALL, Role.READER: _ALL}),
        methods=_BY_CARD | {CheckMethod.DEMOGRAPHICS},
        in_force_from=date(2025, 10, 1),
        # 救急医療管理権限 (OQSCD043).
        needs_opening=True,
        unless_opened=RefusalCode.NEEDS_EMERGENCY_AUTHORITY,
    ),
    PurposeRule(
        PurposeOfUse.DISASTER_READ,
        "Reading without a card in an area that was opened",
        "災害時等の緊急時医療情報・資格確認機能",
        "健康保険法194条の2第1項、緊急時医療情報・資格確認機能",
        opens=MappingProxyType(dict.fromkeys(_PROVIDERS, _ALL)),
        methods=_BY_NUMBER | {CheckMethod.DEMOGRAPHICS},
        in_force_from=_FULL_OPERATION,
        needs_opening=True,
    ),
    PurposeRule(
        PurposeOfUse.BULK_PRECHECK,
        "Check of booked and regular patients ahead",
        "一括照会（予約患者等の事前確認）",
        "健康保険法194条の2第1項",
        opens=MappingProxyType(dict.fromkeys(_PROVIDERS, _COVERAGE)),
        methods=_BY_NUMBER | {CheckMethod.BULK},
        in_force_from=_FULL_OPERATION,
    ),
    PurposeRule(
        PurposeOfUse.CLAIM,
        "Billing, and correcting the insurer after the visit",
        "診療報酬の請求・請求先の訂正",
        "健康保険法194条の2第1項",
        # 特定疾病 is shown to the patient's own word only, and here is no patient to ask.
        opens=MappingProxyType(dict.fromkeys(_PROVIDERS, _WITH_LIMIT)),
        methods=_BY_NUMBER | {CheckMethod.RECHECK},
    ),
    PurposeRule(
        PurposeOfUse.REVIEW,
        "Examination and re-routing of claims",
        "審査支払・レセプト振替",
        "健康保険法194条の2第1項・同施行規則",
        opens=MappingProxyType({Role.REVIEW: _WITH_LIMIT}),
        methods=_BY_NUMBER,
    ),
    PurposeRule(
        PurposeOfUse.INSURER,
        "An insurer's benefits, recovery and premiums",
        "保険者の給付・徴収等の事務",
        "健康保険法194条の2第1項",
        opens=MappingProxyType({Role.INSURER: _WITH_LIMIT}),
        methods=_BY_NUMBER,
    ),
    PurposeRule(
        PurposeOfUse.PUBLIC_ASSIST,
        "Medical assistance",
        "医療扶助",
        "生活保護法（令和6年3月1日施行分）",
        opens=MappingProxyType(
            {
                Role.WELFARE: _COVERAGE,
                Role.INSTITUTION: _BILLING,
                Role.PHARMACY: _BILLING,
                Role.NURSING: _BILLING,
            }
        ),
        methods=_BY_CARD | _BY_NUMBER,
        in_force_from=date(2024, 3, 1),
    ),
    PurposeRule(
        PurposeOfUse.EMPLOYER_PROC,
        "An employer's notices to the insurer",
        "事業主の届出事務",
        "健康保険法194条の2第1項・第2項、同施行規則",
        number_may_be_held=True,
    ),
    PurposeRule(
        PurposeOfUse.MUNI_SUBSIDY,
        "A municipality's subsidies for children, disability and care",
        "市町村の医療費助成等",
        "健康保険法194条の2第2項、介護保険法施行規則35条2項、障害者総合支援法施行規則35条1項4号",
        number_may_be_held=True,
    ),
    PurposeRule(PurposeOfUse.IDENTITY, "Proof of identity", "本人確認書類としての利用", "健康保険法194条の2第3項"),
    PurposeRule(
        PurposeOfUse.EMPLOY_CONTRACT,
        "Proof of employment to a contracting party",
        "雇用関係の証明（発注者・元請等）",
        "健康保険法194条の2第3項",
    ),
    PurposeRule(PurposeOfUse.PRIVATE_INS, "Private insurance and lending", "民間保険・与信", "健康保険法194条の2第3項"),
    PurposeRule(PurposeOfUse.MARKETING, "Lists for marketing", "名簿・販売促進", "健康保険法194条の2第4項"),
    PurposeRule(
        PurposeOfUse.DATABASE,
        "A database given to others",
        "他に提供するデータベースの構築",
        "健康保険法194条の2第4項",
    ),
    PurposeRule(
        PurposeOfUse.RESEARCH,
        "Research linkage by number",
        "研究目的の連結",
        "健康保険法150条の2以下（匿名加工情報）",
    ),
    PurposeRule(PurposeOfUse.FAMILY, "Looking up a relative", "家族・知人の照会", "健康保険法194条の2第1項"),
    PurposeRule(
        PurposeOfUse.STAFF_CURIOSITY,
        "Look-up without a patient at the desk",
        "受付のない患者の照会",
        "健康保険法194条の2第1項、個人情報保護法",
    ),
)

PURPOSE_RULES: Mapping[PurposeOfUse, PurposeRule] = MappingProxyType({rule.purpose: rule for rule in _ROWS})
"""The whole table, by purpose."""


def judge_purpose(  # noqa: PLR0911 - one return for each way to be refused
    purpose: PurposeOfUse,
    role: Role,
    method: CheckMethod,
    on: date,
    *,
    prior_card_check: bool = False,
    opened: bool = False,
) -> Verdict:
    """Say what ``role`` may see for ``purpose`` when it names the person by ``method`` on the day ``on``.

    ``prior_card_check``: this institution has verified the person's card before. ``opened``: an operator has
    opened the purpose to this institution now (災害時等の開放, 救急医療管理権限).
    """
    rule = PURPOSE_RULES[purpose]
    # 1. What the law forbids, or allows on paper only, is never answered online, whoever asks.
    if not rule.opens:
        return _refuse(rule, RefusalCode.NO_ONLINE_ANSWER if rule.number_may_be_held else RefusalCode.PROHIBITED)
    # 2. The others only from their day on, by those who need it, in the way that was meant.
    if on < rule.in_force_from:
        return _refuse(rule, RefusalCode.NOT_IN_FORCE)
    if role not in rule.opens:
        return _refuse(rule, RefusalCode.ROLE)
    if method not in rule.methods:
        return _refuse(rule, RefusalCode.METHOD)
    # 3. Some only when something else has happened before.
    if rule.needs_prior_card_check and not prior_card_check:
        return _refuse(rule, RefusalCode.NEEDS_CARD_CHECK)
    if rule.needs_opening and not opened:
        return _refuse(rule, rule.unless_opened)
    return Verdict(rule.opens[role])


def opened_at_best(purpose: PurposeOfUse, role: Role, method: CheckMethod, on: date) -> frozenset[DataKind]:
    """Return what the table opens where everything has happened that must happen before."""
    return judge_purpose(purpose, role, method, on, prior_card_check=True, opened=True).opens


_MESSAGES = {
    RefusalCode.PROHIBITED: (
        "The law does not allow asking for insurance numbers for this purpose.",
        "この目的で被保険者等記号・番号等の告知を求めることは法律で禁止されています。",
    ),
    RefusalCode.NO_ONLINE_ANSWER: (
        "The number may be held for this purpose, but there is no online answer to it.",
        "この目的での番号の取扱いは認められますが、オンラインでの回答は行いません。",
    ),
    RefusalCode.ROLE: (
        "This role may not ask for this purpose.",
        "この利用者区分では、この目的の照会はできません。",
    ),
    RefusalCode.METHOD: (
        "For this purpose the person cannot be named in this way.",
        "この目的では、この照会方法は使用できません。",
    ),
    RefusalCode.NOT_IN_FORCE: (
        "This purpose is not in force on that day.",
        "その日には、この目的は施行されていません。",
    ),
    RefusalCode.NEEDS_CARD_CHECK: (
        "It needs an earlier check by card at the same institution.",
        "同じ医療機関でのカードによる資格確認が事前に必要です。",
    ),
    RefusalCode.NOT_OPENED: (
        "Reading without a card is not opened for this institution now.",
        "この医療機関では、現在この機能は開放されていません。",
    ),
    RefusalCode.NEEDS_EMERGENCY_AUTHORITY: (
        "Only an institution with the emergency authority may do this.",
        "救急医療管理権限のある医療機関のみ利用できます。",
    ),
    RefusalCode.OTHER_INSURER: (
        "An insurer may ask about its own members only.",
        "保険者が照会できるのは自らの加入者のみです。",
    ),
}


def refusal_of(purpose: PurposeOfUse, code: RefusalCode) -> PurposeRefusal:
    """Return the refusal of ``purpose`` for the reason ``code``, in words; a record keeps only the two."""
    message, message_ja = _MESSAGES[code]
    return PurposeRefusal(code, PURPOSE_RULES[purpose].article, message, message_ja)


def _refuse(rule: PurposeRule, code: RefusalCode) -> Verdict:
    return Verdict(frozenset(), refusal_of(rule.purpose, code))
