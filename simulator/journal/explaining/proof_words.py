"""What the steps of a presence proof ask for, and what a refusal found there: in English and in Japanese."""

from collections.abc import Mapping

Pair = tuple[str, str]
"""The same in English and in Japanese."""

EXPECTED: Mapping[str, Pair] = {
    "proof": (
        (
            "a compact JWS of three parts: alg RS256 or ES384, typ onshi-presence+jws, x5c with one certificate; "
            "aud, nonce, institution, purpose, iat, holder_verification"
        ),
        (
            "3部分からなるコンパクト形式のJWS: alg は RS256 または ES384、typ は onshi-presence+jws、x5c に証明書1枚。"
            "aud、nonce、institution、purpose、iat、holder_verification"
        ),
    ),
    "nonce": (
        "one that was issued here to this institution, and has not expired",
        "この環境でこの医療機関に発行され、有効期限内のノンス",
    ),
    "certificate": (
        "issued by a root that the registry publishes, for authentication, and in its time",
        "公開されたルートが発行した、有効期間内の利用者証明用電子証明書",
    ),
    "signature": (
        "made by the certificate's key over the digest of header and payload",
        "ヘッダーとペイロードのダイジェストに対する、証明書の鍵による署名",
    ),
    "status": ("not revoked, by a revocation list that is fresh", "有効な失効リストで失効していないこと"),
    "person": (
        "a card that is registered (初回登録) and may be used",
        "初回登録済みで、利用できるカード",
    ),
    "record": ("a nonce that no check has spent", "他の照会で使用されていないノンス"),
}
FOUND: Mapping[str, Pair] = {
    "proof-unreadable": ("it cannot be read", "読み取れない"),
    "nonce-unknown": ("no nonce of this world", "この環境のノンスではない"),
    "nonce-expired": ("expired", "有効期限切れ"),
    "nonce-foreign": ("issued to another institution", "別の医療機関に発行されたもの"),
    "certificate-not-yet-valid": ("not valid yet", "有効期間の開始前"),
    "certificate-expired": ("expired, and its grace is over", "有効期限切れ（猶予期間も終了）"),
    "certificate-untrusted": ("no trusted root has issued it", "信頼するルートが発行したものではない"),
    "certificate-wrong-kind": (
        "for another use, or of another key than alg names",
        "用途が異なるか、鍵の種類が alg と異なる",
    ),
    "signature-invalid": (
        "not made by the certificate's key over this digest",
        "このダイジェストに対する証明書の鍵の署名ではない",
    ),
    "certificate-revoked": ("revoked (失効)", "失効"),
    "certificate-status-unknown": ("no list that is fresh", "有効な失効リストがない"),
    "card-not-registered": ("not registered", "未登録"),
    "card-not-usable": (
        "registered, and may not be used (自己情報提供不可)",
        "登録済みだが利用できない（自己情報提供不可）",
    ),
    "nonce-used": ("spent by an earlier check", "以前の照会で使用済み"),
}
CLAIMS_FIT: Pair = ("what was signed fits the request", "署名された内容がリクエストと一致すること")
A_SERVICE: Pair = ("this service", "このサービス")
WHO_ASKS: Pair = ("the institution that asks", "照会する医療機関")
PURPOSE: Pair = (
    "the purpose that the body names, if it names one",
    "本文に目的がある場合は同じ目的",
)
NEAR_THE_NONCE: Pair = ("within five minutes of the nonce", "ノンスの発行から5分以内")
HOLDER: Pair = (
    "pin or device_biometric; face and visual count from a reader alone",
    "pin または device_biometric（face と visual はカードリーダーのみ）",
)
