"""The groups of personas, by situation."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Group(StrEnum):
    """A group of personas; they are shown in this order."""

    SCHEMES = "schemes"
    LIMITS = "limits"
    AGES = "ages"
    DISEASES = "diseases"
    DOCUMENTS = "documents"
    ASSISTANCE = "assistance"
    CHANGES = "changes"
    MISTAKES = "mistakes"
    IDENTITY = "identity"
    CARDS = "cards"
    IDENTIFIERS = "identifiers"
    FIXTURES = "fixtures"


HEADINGS: Mapping[Group, tuple[str, str]] = MappingProxyType(
    {
        Group.SCHEMES: ("Kinds of insurers", "保険者の種別"),
        Group.LIMITS: ("Monthly limits by category", "限度額の適用区分"),
        Group.AGES: ("What age decides", "年齢による区分"),
        Group.DISEASES: ("Specific diseases", "特定疾病"),
        Group.DOCUMENTS: ("Kinds of insurance documents", "被保険者証区分"),
        Group.ASSISTANCE: ("Medical assistance", "医療扶助"),
        Group.CHANGES: ("Coverage gained and lost", "資格の取得・喪失"),
        Group.MISTAKES: ("Registered wrongly", "登録の誤り"),
        Group.IDENTITY: ("Names, sex, address", "氏名・性別・住所"),
        Group.CARDS: ("Cards and phones", "マイナンバーカード・スマートフォン"),
        Group.IDENTIFIERS: ("How numbers are sent", "番号による照会"),
        Group.FIXTURES: ("Brought along", "持ち込みテスト患者"),
    }
)
"""Each group's heading in English and in Japanese."""
