"""Where a person registered a card for insurance use (初回登録)."""

from shared.domain.codes import Code


class Channel(Code):
    """登録経路. The interface has no codes for them: the numbers are ours."""

    PORTAL = "portal", "1", "マイナポータル"
    READER = "reader", "2", "顔認証付きカードリーダー"
    ATM = "atm", "3", "セブン銀行ATM"
    MUNICIPAL_DESK = "municipal_desk", "4", "市区町村窓口"
