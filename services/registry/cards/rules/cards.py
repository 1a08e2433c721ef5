"""The nouns of 初回登録: where a person registered a card, and which certificate it was."""

from dataclasses import dataclass, field

from shared.domain.codes import Code
from shared.errors import AlreadyExists


class Channel(Code):
    """登録経路. The interface has no codes for them: the numbers are ours."""

    PORTAL = "portal", "1", "マイナポータル"
    READER = "reader", "2", "顔認証付きカードリーダー"
    ATM = "atm", "3", "セブン銀行ATM"
    MUNICIPAL_DESK = "municipal_desk", "4", "市区町村窓口"


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A user-authentication certificate: serial numbers are unique for each authority only."""

    authority_key_id: bytes
    serial_number: bytes = field(repr=False)


def another_persons() -> AlreadyExists:
    """Return the refusal, to operators, of a certificate that is somebody else's already."""
    return AlreadyExists(
        detail="The certificate is registered for another person.",
        detail_ja="この電子証明書は別の方に登録されています。",
    )
