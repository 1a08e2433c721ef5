"""What clinics complain of in the real system, and who lets one meet it.

Source: 保団連, survey of 10,519 institutions, October to December 2025; shares are of those who had trouble (69.8 %).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Complaint:
    """``personas`` are ids; none where the trouble is of no person."""

    told: str
    told_ja: str
    personas: tuple[str, ...]


COMPLAINTS = (
    Complaint(
        "● in place of characters (77.2 %)",
        "氏名等の文字が●になる（77.2%）",
        ("substitute-characters", "private-use-character"),
    ),
    Complaint(
        "無効 though insured, as the new coverage is not registered yet (50.9 %)",
        "保険に入っているのに資格無効（50.9%）",
        ("registration-lag", "late-elderly-not-registered"),
    ),
    Complaint(
        "Reader and authentication errors (48.2 %)",
        "カードリーダー・認証のエラー（48.2%）",
        ("pin-blocked", "card-not-registered", "card-replaced", "self-information-blocked"),
    ),
    Complaint(
        "Expired certificates (45.2 %)",
        "電子証明書の期限切れ（45.2%）",
        ("certificate-expires-soon", "certificate-in-grace", "certificate-expired"),
    ),
    Complaint("A wrong share (負担割合)", "負担割合の相違", ("share-registered-wrongly",)),
    Complaint("Somebody else's data", "他人の情報がひも付いている", ("linked-to-another",)),
    Complaint("Slow or late answers", "応答が遅い・返らない", ()),
)
