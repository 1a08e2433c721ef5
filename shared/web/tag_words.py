"""What groups of operations are called for a reader: in Japanese beside the names that generated clients have."""

from collections.abc import Iterable, Mapping
from typing import Any

_WORDS: Mapping[str, tuple[str, str]] = {
    "authority": ("認証局・失効情報", "The simulated J-LIS's roots, revocation lists and OCSP."),
    "bulk checks": ("一括照会", "Many patients at once, ahead of their visit."),
    "cards": ("マイナンバーカード・初回登録", "Cards, and whose they are."),
    "certificates": ("限度額適用認定証等", "What hangs on a coverage: certificates and tickets."),
    "check": ("資格確認", "One person's eligibility: ask, read again, list."),
    "messages": ("電文（XmlMsg）", "What receipt computers send to the real interface."),
    "claim routes": ("レセプト振替・分割", "Which insurer a claim goes to."),
    "clients": ("クライアント", "Who may get tokens."),
    "consents": ("同意", "What patients consented to, and its end."),
    "controls": ("テスト患者・認証情報", "Whom one can try the simulator with."),
    "coverages": ("資格", "Coverage acquired, lost, corrected, moved."),
    "disclosures": ("開示記録", "What was disclosed to whom."),
    "faults": ("障害の注入", "What goes wrong on purpose, for whom and how often."),
    "imports": ("取込み", "Files of many members."),
    "institutions": ("医療機関等", "Institutions."),
    "insurers": ("保険者", "Insurers."),
    "limits": ("自己負担限度額", "Amounts of the limit tables by month."),
    "me": ("本人による閲覧", "The patient's own view."),
    "medical records": ("診療情報等", "What a consent opens."),
    "openings": ("閲覧", "What is open to whom, until when."),
    "operation": ("運用", "Health and metrics."),
    "person matches": ("4情報突合", "Finding people by name, birth date, sex, address."),
    "persons": ("加入者", "Persons."),
    "purposes": ("利用目的", "The purposes of use (告知要求制限)."),
    "record": ("記録の封印", "Checkpoints of the sealed record."),
    "reference numbers": ("照会番号", "An institution's own number for a patient."),
    "reports": ("統計", "Reports."),
    "statistics": ("利用状況の統計", "How patients are checked, counted by month."),
    "tokens": ("トークン", "Access tokens and the keys that verify them."),
    "visits": ("カードリーダー", "A card put on a simulated card reader."),
    "trust roots": ("信頼する認証局", "The roots that cards are verified against."),
}


def described_tags(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the ``tags`` of a document: each name with its description, and what pages show in its place."""
    return [_described(name) for name in dict.fromkeys(names)]


def _described(name: str) -> dict[str, Any]:
    if name not in _WORDS:
        return {"name": name}
    name_ja, words = _WORDS[name]
    return {"name": name, "description": f"{name_ja}. {words}", "x-displayName": f"{name} ({name_ja})"}
