"""The flat catalogue of refusals: what a caller did that cannot be answered, and what to do about it.

A refusal is one ``ServiceError``; it becomes problem+json in one place (shared/problem.py). An answer such as
資格無効 is no refusal, and an internal error is no refusal: it is any other exception, shown as a bare 500.
No title, detail or violation ever quotes what the caller sent: it may be personal data.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a request: where (a JSON pointer), what (a code), in words."""

    pointer: str
    code: str
    message: str
    message_ja: str


class ServiceError(Exception):
    """Base of all refusals; only subclasses, all of them in this module, are raised."""

    code: ClassVar[str]
    status: ClassVar[int]
    title: ClassVar[str]
    title_ja: ClassVar[str]
    next_step: ClassVar[str]
    next_step_ja: ClassVar[str]
    retryable: ClassVar[bool] = False
    retry_after_s: ClassVar[int | None] = None
    bearer_error: ClassVar[Literal["invalid_token", "insufficient_scope"] | None] = None
    """What RFC 6750 calls it, where a bearer token is what is wrong."""

    def __init__(
        self,
        violations: Sequence[Violation] = (),
        *,
        detail: str | None = None,
        detail_ja: str | None = None,
        check_id: str | None = None,
        retry_after_s: int | None = None,
        scope: str | None = None,
    ) -> None:
        super().__init__(self.code)
        self.violations = tuple(violations)
        self.detail = detail or self.title
        self.detail_ja = detail_ja or self.title_ja
        self.check_id = check_id
        self.scope = scope
        self.retry_in_s = retry_after_s if retry_after_s is not None else self.retry_after_s


# Who is calling


class TokenMissing(ServiceError):
    """No bearer token came with the request."""

    code, status = "token-missing", 401
    title, title_ja = "No access token", "アクセストークンがありません"
    next_step = "Get a token from the registry (POST /v1/oauth/token) and send it as 'Authorization: Bearer …'."
    next_step_ja = (
        "レジストリ（POST /v1/oauth/token）でトークンを取得し、「Authorization: Bearer …」として送信してください。"
    )


class TokenInvalid(ServiceError):
    """The token is not one of ours, was changed, or cannot be read."""

    code, status = "token-invalid", 401
    bearer_error = "invalid_token"
    title, title_ja = "The access token is not valid", "アクセストークンが正しくありません"
    next_step = "Get a new token; check that it belongs to this simulator and was not cut."
    next_step_ja = (
        "新しいトークンを取得してください。このシミュレーターのものか、途中で切れていないかも確認してください。"
    )


class TokenExpired(ServiceError):
    """The token's ten minutes are over."""

    code, status = "token-expired", 401
    bearer_error = "invalid_token"
    title, title_ja = "The access token has expired", "アクセストークンの有効期限が切れています"
    next_step = "Get a new token and send the request again."
    next_step_ja = "新しいトークンを取得し、同じリクエストを再送してください。"
    retryable = True


class ClientCredentialsInvalid(ServiceError):
    """The token request's client is unknown or its secret is wrong."""

    code, status = "client-credentials-invalid", 401
    title, title_ja = "Client authentication failed", "クライアント認証に失敗しました"
    next_step = "Check client_id and client_secret; `onshi credentials` shows those for development."
    next_step_ja = "client_id と client_secret を確認してください。開発用のものは `onshi credentials` で表示できます。"


class RoleNotAllowed(ServiceError):
    """The caller's role may not do this."""

    code, status = "role-not-allowed", 403
    title, title_ja = "This role may not do this", "この役割では実行できません"
    next_step = "Use a client whose role may; the operation's description names the roles."
    next_step_ja = "実行できる役割のクライアントを使用してください。役割は各操作の説明に記載されています。"


class ScopeMissing(ServiceError):
    """The token was issued without the scope that this needs; ``scope`` names it."""

    code, status = "scope-missing", 403
    bearer_error = "insufficient_scope"
    title, title_ja = "The token lacks the scope for this", "トークンに必要なスコープがありません"
    next_step = "Ask for the scope in the token request; the operation's description names it."
    next_step_ja = "トークン取得時に必要なスコープを指定してください。スコープは各操作の説明に記載されています。"


class WorldMismatch(ServiceError):
    """The token or nonce belongs to another world (sandbox) than the address."""

    code, status = "world-mismatch", 403
    title, title_ja = "The token belongs to another world", "トークンは別の環境（サンドボックス）のものです"
    next_step = "Get the token from the same base URL that the request goes to."
    next_step_ja = "リクエストの送信先と同じベースURLでトークンを取得してください。"


class ClientCertificateMismatch(ServiceError):
    """The connection showed no client certificate, or another institution's than the token's.

    Only where the simulator was started with `onshi up --tls-client-certificates`.
    """

    code, status = "client-certificate-mismatch", 403
    title = "The connection shows no certificate of the token's institution"
    title_ja = "トークンの医療機関のクライアント証明書が提示されていません"
    next_step = "Connect with the institution's own certificate; `onshi up` prints the folder in which they lie."
    next_step_ja = (
        "医療機関のクライアント証明書を使って接続してください。証明書のフォルダーは `onshi up` の起動時に表示されます。"
    )


# HTTP itself: refused before any service sees the request


class HttpUnreadable(ServiceError):
    """What came is not HTTP/1.1 as RFC 9112 has it."""

    code, status = "http-unreadable", 400
    title, title_ja = "This is not an HTTP request that can be read", "HTTPリクエストとして読み取れません"
    next_step = (
        "Send HTTP/1.1; check the request line, the headers and the length of the body. The connection is closed."
    )
    next_step_ja = "HTTP/1.1で送信し、リクエスト行・ヘッダー・本文の長さを確認してください。接続は切断されます。"


class RequestTooSlow(ServiceError):
    """The request did not become whole in time."""

    code, status = "request-too-slow", 408
    title, title_ja = "The request did not arrive in time", "リクエストの受信が時間内に完了しませんでした"
    next_step = (
        "Send headers and body without a pause, on a new connection. The limits are settings (docs/operating.md)."
    )
    next_step_ja = (
        "新しい接続で、ヘッダーと本文を続けて送信してください。上限は設定で変更できます（docs/operating.md）。"
    )
    retryable = True


class HeadersTooLarge(ServiceError):
    """The request line and the headers are larger together than a process takes."""

    code, status = "headers-too-large", 431
    title, title_ja = "The headers are too large", "ヘッダーが大きすぎます"
    next_step = "Send fewer or shorter headers, or a shorter address; the limit is ONSHI_HEAD_LIMIT_BYTES."
    next_step_ja = "ヘッダーまたはアドレスを短くしてください。上限は ONSHI_HEAD_LIMIT_BYTES で設定できます。"


class WebSocketNotSupported(ServiceError):
    """The client wants to speak WebSocket."""

    code, status = "websocket-not-supported", 400
    title, title_ja = "There is no WebSocket here", "WebSocketには対応していません"
    next_step = "Use plain HTTP; to wait for checks, ask GET /v1/checks with wait= (long poll)."
    next_step_ja = "通常のHTTPを使用してください。照会を待つ場合は GET /v1/checks に wait= を指定してください。"


class Stopping(ServiceError):
    """The process stops; it did not finish this request."""

    code, status = "stopping", 503
    title, title_ja = "The service is stopping", "サービスを停止しています"
    next_step = "Send the same request again after Retry-After, on a new connection."
    next_step_ja = "Retry-After の秒数だけ待ち、新しい接続で同じリクエストを再送してください。"
    retryable, retry_after_s = True, 1


# The request as such


class BodyUnreadable(ServiceError):
    """The body is not JSON, or JSON that two readers could read in two ways; ``errors[]`` names repeated members."""

    code, status = "body-unreadable", 400
    title, title_ja = "The body cannot be read as JSON", "本文をJSONとして読み取れません"
    next_step = "Send one JSON object, UTF-8, with Content-Type application/json."
    next_step_ja = "UTF-8のJSONオブジェクトを一つ、Content-Type: application/json で送信してください。"


class MessageUnreadable(ServiceError):
    """The body is no message (XmlMsg): no XML or JSON of that shape, or not of a kind that can be told."""

    code, status = "message-unreadable", 400
    title, title_ja = "The body cannot be read as a message", "本文を電文（XmlMsg）として読み取れません"
    next_step = "Send one XmlMsg as application/xml or application/json; see docs/messages.md."
    next_step_ja = "XmlMsg 電文を application/xml または application/json で送信してください（docs/messages.md）。"


class MediaTypeUnsupported(ServiceError):
    """The body is not of the media type that this route takes, or does not say so, or is in another charset."""

    code, status = "media-type-unsupported", 415
    title, title_ja = "The media type is not supported here", "本文のメディアタイプに対応していません"
    next_step = "Send the body as application/json in UTF-8, with that Content-Type; other types are named in detail."
    next_step_ja = (
        "Content-Typeを付け、UTF-8のapplication/jsonで送信してください（別の型が必要な操作では detail を参照）。"
    )


class ContentEncodingUnsupported(ServiceError):
    """The body is compressed, or says so."""

    code, status = "content-encoding-unsupported", 415
    title, title_ja = "A compressed body is not taken", "圧縮した本文には対応していません"
    next_step = "Send the body as it is, without Content-Encoding."
    next_step_ja = "Content-Encodingを付けず、圧縮せずに送信してください。"


class BodyTooLarge(ServiceError):
    """The body is larger than this route takes."""

    code, status = "body-too-large", 413
    title, title_ja = "The body is too large", "本文が大きすぎます"
    next_step = "Send a smaller body; a check takes up to 64 KiB."
    next_step_ja = "本文を小さくしてください。資格確認の本文は64 KiBまでです。"


class RequestInvalid(ServiceError):
    """The body is JSON but not what this route takes; every violation is named."""

    code, status = "request-invalid", 422
    title, title_ja = "The request is not valid", "リクエストの内容が正しくありません"
    next_step = "Mend every entry of errors[] and send the request again."
    next_step_ja = "errors[] の項目をすべて修正し、再送してください。"


class MyNumberNotAccepted(ServiceError):
    """A field holds what may be a My Number; it is refused and not kept."""

    code, status = "my-number-not-accepted", 422
    title, title_ja = "A field may hold a My Number", "マイナンバーの可能性がある値は受け付けません"
    next_step = "Remove it: the My Number is never used in an eligibility check."
    next_step_ja = "該当する値を取り除いてください。資格確認にマイナンバー（個人番号）は使用しません。"


class ResourceNotFound(ServiceError):
    """There is nothing at this address, for this caller."""

    code, status = "resource-not-found", 404
    title, title_ja = "There is nothing here", "対象が見つかりません"
    next_step = "Check the address; the OpenAPI document lists all."
    next_step_ja = "アドレスを確認してください。OpenAPI文書にすべて記載されています。"


class CheckHasNoAnswer(ServiceError):
    """The check ended in a refusal, or rests on what is not on record: it has no answer to be read again."""

    code, status = "check-has-no-answer", 404
    title, title_ja = "This check has no answer", "この照会には回答がありません"
    next_step = "Check anew; a nonce that this check has spent cannot be used again."
    next_step_ja = "改めて資格確認を行ってください。この照会で使用したノンスは再利用できません。"


class InsuredNotFound(ServiceError):
    """The identifiers fit nobody."""

    code, status = "insured-not-found", 404
    title, title_ja = "Nobody has these identifiers", "該当する被保険者がいません"
    next_step = "Check the numbers and the date of birth; check the patient's eligibility first."
    next_step_ja = "記号・番号と生年月日を確認し、先に患者の資格確認を行ってください。"


class InsuredAmbiguous(ServiceError):
    """The identifiers fit more than one person."""

    code, status = "insured-ambiguous", 422
    title, title_ja = "The identifiers fit several people", "複数の被保険者が該当します"
    next_step = "Send the branch number (枝番) too, or name the person by a check_id."
    next_step_ja = "枝番も指定するか、check_id で患者を指定してください。"


class IdempotencyKeyReused(ServiceError):
    """The same Idempotency-Key came with another body."""

    code, status = "idempotency-key-reused", 422
    title, title_ja = (
        "The Idempotency-Key was used for another request",
        "Idempotency-Keyは別のリクエストで使用済みです",
    )
    next_step = "Use a fresh key for each check; send the same body only to repeat the same one."
    next_step_ja = "照会ごとに新しいキーを使用してください。同じキーは、同じ本文を再送する場合にのみ使用できます。"


class HostNotServed(ServiceError):
    """The request names another host than this machine, and public access was not asked for."""

    code, status = "host-not-served", 421
    title, title_ja = "This host name is not served here", "このホスト名では応答しません"
    next_step = "Call it as localhost or 127.0.0.1. If other names are meant to reach it: --allow-public, ONSHI_PUBLIC."
    next_step_ja = (
        "localhost または 127.0.0.1 で呼び出してください。"
        "他のホスト名で公開する場合は --allow-public（ONSHI_PUBLIC）を指定して起動してください。"
    )


class HostUnclear(ServiceError):
    """The request names no host, or several."""

    code, status = "host-unclear", 400
    title, title_ja = "The request names no host, or several", "Hostヘッダーがないか、複数あります"
    next_step = "Send one Host header (RFC 9112, 3.2)."
    next_step_ja = "Hostヘッダーを一つだけ送信してください（RFC 9112, 3.2）。"


class OriginForeign(ServiceError):
    """A page of another origin sent a form here."""

    code, status = "origin-foreign", 403
    title, title_ja = "A page of another origin sent this form", "別のオリジンのページから送信されました"
    next_step = "Open the page here and send the form from there."
    next_step_ja = "このサーバーのページを開き、そのページから送信してください。"


class MethodNotAllowed(ServiceError):
    """The address exists but not with this method."""

    code, status = "method-not-allowed", 405
    title, title_ja = "This method is not allowed here", "このメソッドは使用できません"
    next_step = "See the OpenAPI document for the methods of this address."
    next_step_ja = "このアドレスで使用できるメソッドをOpenAPI文書で確認してください。"


class WorldUnknown(ServiceError):
    """The base path names a world that does not exist."""

    code, status = "world-unknown", 404
    title, title_ja = "There is no such world", "指定された環境（サンドボックス）は存在しません"
    next_step = "Make the sandbox first, or leave the /~name part of the address out."
    next_step_ja = "先にサンドボックスを作成するか、アドレスから /~name の部分を除いてください。"


class AlreadyExists(ServiceError):
    """Something with this identity exists already, and differs."""

    code, status = "already-exists", 409
    title, title_ja = "It exists already, with other content", "既に登録されています（内容が異なります）"
    next_step = "Read what is there; use a correction to change it."
    next_step_ja = "登録済みの内容を確認してください。変更する場合は訂正を使用してください。"


class ImportRunning(ServiceError):
    """Another import of the same insurer is under way."""

    code, status = "import-running", 409
    title, title_ja = "Another import is under way", "同じ保険者の取込みが実行中です"
    next_step = "Send the file again when the other is done (GET /v1/imports); `onshi import` waits for it."
    next_step_ja = (
        "実行中の取込みが終わってから（GET /v1/imports）再送してください。`onshi import` は終わるまで待ちます。"
    )
    retryable, retry_after_s = True, 5


class VersionMismatch(ServiceError):
    """It has changed since the version that If-Match names, or while this request was at work."""

    code, status = "version-mismatch", 412
    title, title_ja = "It has changed meanwhile", "他の変更が先に登録されています"
    next_step = "Read it again, decide anew, and send the change with the ETag that is there now."
    next_step_ja = "再取得して内容を確認し、現在のETagを付けて変更を送信してください。"


class ConflictingPeriod(ServiceError):
    """The period contradicts one that the same insurer has registered for the same thing."""

    code, status = "conflicting-period", 409
    title, title_ja = "The period conflicts with one on record", "登録済みの期間と矛盾しています"
    next_step = "Read what is registered for these days and correct that first."
    next_step_ja = "該当する期間に登録されている内容を確認し、先にそれを訂正してください。"


# Proof of presence: nonce, claims, certificate, signature, status, person


class ProofUnreadable(ServiceError):
    """The presence proof is not a compact JWS of the documented form."""

    code, status = "proof-unreadable", 422
    title, title_ja = "The presence proof cannot be read", "本人確認データを読み取れません"
    next_step = "Send a compact JWS with typ onshi-presence+jws, one x5c certificate and all claims."
    next_step_ja = (
        "typ が onshi-presence+jws で、x5c の証明書が1枚、必要な項目がすべて揃ったコンパクトJWSを送信してください。"
    )


class NonceUnknown(ServiceError):
    """The nonce was not issued here, or was changed."""

    code, status = "nonce-unknown", 409
    title, title_ja = "The nonce was not issued here", "ノンスはここで発行されたものではありません"
    next_step = "Use the nonce in Replay-Nonce of this answer, or ask for one (POST /v1/challenges)."
    next_step_ja = "この応答の Replay-Nonce を使用するか、新しいノンスを取得してください（POST /v1/challenges）。"
    retryable = True


class NonceExpired(ServiceError):
    """The nonce is too old."""

    code, status = "nonce-expired", 409
    title, title_ja = "The nonce has expired", "ノンスの有効期限が切れています"
    next_step = "Have the card sign the nonce in Replay-Nonce of this answer."
    next_step_ja = "この応答の Replay-Nonce にカードで署名してください。"
    retryable = True


class NonceForeign(ServiceError):
    """The nonce was issued to another institution."""

    code, status = "nonce-foreign", 409
    title, title_ja = (
        "The nonce was issued to another institution",
        "ノンスは別の医療機関に発行されたものです",
    )
    next_step = "Use a nonce that this institution was given."
    next_step_ja = "自機関に発行されたノンスを使用してください。"


class NonceUsed(ServiceError):
    """The nonce was spent by an earlier check; ``check_id`` names it when this is the same proof again."""

    code, status = "nonce-used", 409
    title, title_ja = "The nonce has been used", "ノンスは使用済みです"
    next_step = "If the answer was lost, read it with GET /v1/checks/{check_id}; else sign a fresh nonce."
    next_step_ja = (
        "回答を受け取れなかった場合は GET /v1/checks/{check_id} で取得し、それ以外は新しいノンスに署名してください。"
    )


class ProofMismatch(ServiceError):
    """What the card signed is not what this request says (audience, institution, purpose, time)."""

    code, status = "proof-mismatch", 422
    title, title_ja = "The proof does not fit this request", "本人確認データがリクエストと一致しません"
    next_step = "Have the card sign this institution, this purpose, this audience, now."
    next_step_ja = "自機関・利用目的・宛先（aud）を正しく指定し、現在の時刻で署名してください。"


class CertificateNotYetValid(ServiceError):
    """The certificate's validity begins later."""

    code, status = "certificate-not-yet-valid", 422
    title, title_ja = "The certificate is not valid yet", "電子証明書の有効期間前です"
    next_step = "Check the clock of the world; else use the insurance identifiers (資格確認書)."
    next_step_ja = "環境の時計を確認してください。解消しない場合は資格確認書の記号・番号で確認してください。"


class CertificateExpired(ServiceError):
    """The certificate ended, and the three months of grace are over."""

    code, status = "certificate-expired", 422
    title, title_ja = "The certificate has expired", "電子証明書の有効期限が切れています"
    next_step = "The patient renews it at the municipal office; meanwhile use the identifiers (資格確認書)."
    next_step_ja = "患者が市区町村の窓口で更新する必要があります。それまでは資格確認書の記号・番号で確認してください。"


class CertificateUntrusted(ServiceError):
    """No trusted root has issued this certificate."""

    code, status = "certificate-untrusted", 422
    title, title_ja = "The certificate is not trusted", "信頼できない電子証明書です"
    next_step = "Use a card of this simulator; roots are made anew with every fresh world."
    next_step_ja = "このシミュレーターのカードを使用してください。ルート証明書は環境を新しく作るたびに作り直されます。"


class CertificateWrongKind(ServiceError):
    """The certificate is no user-authentication certificate of an accepted profile."""

    code, status = "certificate-wrong-kind", 422
    title, title_ja = "This is not a user-authentication certificate", "利用者証明用電子証明書ではありません"
    next_step = "Sign with the user-authentication key (利用者証明用), not the signature key (署名用)."
    next_step_ja = "署名用ではなく、利用者証明用の鍵で署名してください。"


class SignatureInvalid(ServiceError):
    """The signature does not fit the certificate's key and the signed bytes."""

    code, status = "signature-invalid", 422
    title, title_ja = "The signature is not valid", "署名の検証に失敗しました"
    next_step = "Check that the card signed exactly the bytes that were sent."
    next_step_ja = "送信したデータと同一のバイト列にカードが署名したか確認してください。"


class CertificateRevoked(ServiceError):
    """J-LIS has revoked this certificate."""

    code, status = "certificate-revoked", 422
    title, title_ja = "The certificate has been revoked", "電子証明書は失効しています"
    next_step = "Use the new card or phone, or the insurance identifiers (資格確認書)."
    next_step_ja = "新しいカードまたはスマートフォンを使用するか、資格確認書の記号・番号で確認してください。"


class CertificateStatusUnknown(ServiceError):
    """The revocation list at hand is too old to trust; nothing is disclosed."""

    code, status = "certificate-status-unknown", 503
    title, title_ja = "The certificate's status is not known now", "電子証明書の失効状態を確認できません"
    next_step = "Try again shortly; meanwhile use the insurance identifiers (資格確認書)."
    next_step_ja = "しばらくしてから再試行してください。その間は資格確認書の記号・番号で確認できます。"
    retryable, retry_after_s = True, 5


class CardNotRegistered(ServiceError):
    """The card works but was never registered for insurance use (初回登録)."""

    code, status = "card-not-registered", 404
    title, title_ja = "The card is not registered for insurance use", "健康保険証としての利用登録がありません"
    next_step = "Register the card once (初回登録), or use the insurance identifiers (資格確認書)."
    next_step_ja = "初回登録（健康保険証としての利用登録）を行うか、資格確認書の記号・番号で確認してください。"


class CardNotUsable(ServiceError):
    """The card cannot be used as an insurance card; no reason is given, on purpose."""

    code, status = "card-not-usable", 422
    title, title_ja = "The card cannot be used for this", "このカードでは資格確認できません"
    next_step = "Use the insurance identifiers (資格確認書)."
    next_step_ja = "資格確認書の記号・番号で確認してください。"


# The card itself (simulated J-LIS)


class PinWrong(ServiceError):
    """The PIN is wrong; the card counts down."""

    code, status = "pin-wrong", 422
    title, title_ja = "The PIN is wrong", "暗証番号が違います"
    next_step = "Enter the right PIN; after three wrong ones in a row the card is blocked."
    next_step_ja = "正しい暗証番号を入力してください。3回続けて間違えるとロックされます。"


class PinBlocked(ServiceError):
    """Three wrong PINs in a row; only a municipal desk can reset it."""

    code, status = "pin-blocked", 422
    title, title_ja = "The PIN is blocked", "暗証番号がロックされています"
    next_step = "Reset it as the municipal desk would (POST /v1/cards/{card_id}/pin-reset), or use the face."
    next_step_ja = (
        "市区町村の窓口に代わり POST /v1/cards/{card_id}/pin-reset で再設定するか、顔認証を使用してください。"
    )


class FaceMismatch(ServiceError):
    """The face before the camera is not the holder's; the reader counts down."""

    code, status = "face-mismatch", 422
    title, title_ja = "The face does not match", "顔が一致しません"
    next_step = "Try again, or verify the holder another way; after ten failures in a row the face is blocked."
    next_step_ja = "もう一度行うか、別の方法で確認してください。10回続けて一致しないとロックされます。"


class FaceBlocked(ServiceError):
    """Ten faces in a row that did not match; only a municipal desk can reset it."""

    code, status = "face-blocked", 422
    title, title_ja = "Face recognition is blocked", "顔認証がロックされています"
    next_step = "Reset it as the municipal desk would (POST /v1/cards/{card_id}/pin-reset), or use the PIN."
    next_step_ja = (
        "市区町村の窓口に代わり POST /v1/cards/{card_id}/pin-reset で解除するか、暗証番号を使用してください。"
    )


class VerificationUnavailable(ServiceError):
    """This card or phone does not have this way to verify its holder."""

    code, status = "verification-unavailable", 422
    title, title_ja = (
        "This carrier has no such holder verification",
        "この媒体では利用できない本人確認方法です",
    )
    next_step = "Cards take a PIN, the face or a visual check; phones a PIN (Android) or biometrics (iPhone)."
    next_step_ja = (
        "カードは暗証番号・顔認証・目視、スマートフォンは暗証番号（Android）または生体認証（iPhone）に対応しています。"
    )


class CardRemoved(ServiceError):
    """The card was pulled out of the reader before it had signed; nothing was spent."""

    code, status = "card-removed", 409
    title, title_ja = "The card was pulled out", "カードが抜き取られました"
    next_step = "Have the patient place the card again, and sign anew; what was chosen at the reader is lost."
    next_step_ja = "患者にもう一度カードを置いてもらい、署名をやり直してください。端末での選択は失われています。"
    retryable = True


# Limits


class MonthWithoutTable(ServiceError):
    """No promulgated table covers the month of treatment, and none is guessed."""

    code, status = "month-without-table", 422
    title, title_ja = "There is no table for this month", "この診療年月に適用される表がありません"
    next_step = "Ask for a month that has a table; the operation's description says from when to when there are some."
    next_step_ja = "表のある診療年月を指定してください。対象となる期間は操作の説明に記載されています。"


class BandNeeded(ServiceError):
    """In the month's table the category alone does not decide; ``errors[].code`` are the bands to choose from."""

    code, status = "band-needed", 422
    title, title_ja = "The category alone does not decide", "適用区分だけでは決まりません（所得区分が必要です）"
    next_step = "Send band= with one of the codes in errors[]: each says by which pay or income it is chosen."
    next_step_ja = (
        "errors[] にあるコードのいずれかを band= に指定してください（標準報酬月額・所得の範囲は各項目にあります）。"
    )


# Consent and what it opens


class ConsentNotPossible(ServiceError):
    """These kinds cannot be agreed to in this way, on this check; errors[] says of each why."""

    code, status = "consent-not-possible", 422
    title, title_ja = "This consent cannot be given so", "この方法では同意を登録できません"
    next_step = "Medical data is chosen by the patient at the reader, with card or phone: check again by card."
    next_step_ja = (
        "医療情報の同意は患者がカードまたはスマートフォンで読取端末から行います。カードで改めて資格確認してください。"
    )


class ConsentNotOpen(ServiceError):
    """The consent has ended already: withdrawn, replaced, or its time is over."""

    code, status = "consent-not-open", 409
    title, title_ja = "The consent has ended already", "この同意は既に終了しています"
    next_step = "Read the consents again (GET /v1/consents)."
    next_step_ja = "同意の一覧を再取得してください（GET /v1/consents）。"


class ConsentMissing(ServiceError):
    """The patient did not agree to show this kind of data in this check."""

    code, status = "consent-missing", 403
    title, title_ja = "The patient did not consent to this", "この情報の閲覧について患者の同意がありません"
    next_step = "Check again by card and let the patient choose this kind at the reader."
    next_step_ja = "カードで改めて資格確認し、読取端末で患者にこの情報の閲覧同意を選択してもらってください。"


class ConsentExpired(ServiceError):
    """The 24 hours are over, or the consent was withdrawn."""

    code, status = "consent-expired", 403
    title, title_ja = "The consent has ended", "同意の閲覧有効期限が切れているか、同意が取り消されています"
    next_step = "Check again by card and let the patient choose anew."
    next_step_ja = "カードで改めて資格確認し、患者に再度同意を選択してもらってください。"


class MedicalRecordsExcluded(ServiceError):
    """The system holds no medical data for this case: 自衛官, 日雇特例, 医療扶助, or a certificate in its grace."""

    code, status = "medical-records-excluded", 403
    title, title_ja = "There is no medical data for this case", "この場合は医療情報の閲覧の対象外です"
    next_step = "Ask the patient; self-defence, day-labourer and assistance schemes and expired certificates have none."
    next_step_ja = (
        "患者に直接確認してください。自衛官・日雇特例・医療扶助や、有効期限切れの電子証明書では閲覧できません。"
    )


# Load


class TooManyMisses(ServiceError):
    """Too many people were named or described who do not exist, too fast.

    All clients of an institution count together, and all that is asked one by one: checks and registrations by
    identifiers, checks by name, 4情報突合, cards to be registered. Many at once count for themselves. The wait lasts
    until the oldest miss that counts has left the window.
    """

    code, status = "too-many-misses", 429
    title, title_ja = "Too many identifiers without a match", "該当しない照会が多すぎます"
    next_step = (
        "Wait for Retry-After; check the numbers that are sent. The limits are settings: ONSHI_MISS_LIMIT within "
        "ONSHI_MISS_WINDOW_S, and for many at once ONSHI_BULK_MISS_LIMIT within ONSHI_BULK_MISS_WINDOW_S."
    )
    next_step_ja = (
        "Retry-After の秒数だけ待ち、送信した番号を確認してください。上限は ONSHI_MISS_LIMIT と ONSHI_MISS_WINDOW_S、"
        "一括では ONSHI_BULK_MISS_LIMIT と ONSHI_BULK_MISS_WINDOW_S で設定できます。"
    )
    retryable, retry_after_s = True, 60


class TooManyGuesses(ServiceError):
    """Too many wrong secrets were sent for this client id, too fast; the right one has to wait as well."""

    code, status = "too-many-guesses", 429
    title, title_ja = "Too many wrong client secrets", "クライアントシークレットの誤りが多すぎます"
    next_step = "Wait for Retry-After; check the client's secret, and who else uses its id."
    next_step_ja = "Retry-After の秒数だけ待ち、シークレットと、同じクライアントIDの利用者を確認してください。"
    retryable, retry_after_s = True, 60


class Overloaded(ServiceError):
    """More requests wait than can be served; nothing was done and no nonce was spent."""

    code, status = "overloaded", 503
    title, title_ja = "Too busy", "混雑しています"
    next_step = "Send the same request again after Retry-After."
    next_step_ja = "Retry-After の秒数だけ待ち、同じリクエストを再送してください。"
    retryable, retry_after_s = True, 1


class DatabaseUnavailable(ServiceError):
    """The database cannot be reached; the service mends itself when it is back."""

    code, status = "database-unavailable", 503
    title, title_ja = "The database is not available", "データベースに接続できません"
    next_step = "Send the same request again after Retry-After."
    next_step_ja = "Retry-After の秒数だけ待ち、同じリクエストを再送してください。"
    retryable, retry_after_s = True, 2


class DatabaseTooSlow(ServiceError):
    """The database is there, but a statement took longer than it may; the log names the statement's tables."""

    code, status = "database-too-slow", 503
    title, title_ja = "The database did not answer in time", "データベースが時間内に応答しませんでした"
    next_step = "Send the same request again after Retry-After; where it was a list, with a smaller limit."
    next_step_ja = (
        "Retry-After の秒数だけ待ち、同じリクエストを再送してください。一覧の場合は limit を小さくしてください。"
    )
    retryable, retry_after_s = True, 5


class ChangeNotAcknowledged(ServiceError):
    """A change of a world did not reach every worker in two seconds, and was not made; the detail names the workers."""

    code, status = "change-not-acknowledged", 503
    title, title_ja = "A worker did not acknowledge the change", "変更が一部の処理プロセスに反映されていません"
    next_step = "Send the same request again after Retry-After; if it stays so, end what those workers still answer."
    next_step_ja = (
        "Retry-After の秒数だけ待ち、同じリクエストを再送してください。続く場合は処理中のリクエストを終了してください。"
    )
    retryable, retry_after_s = True, 2


class ChangeNotFollowed(ServiceError):
    """A change of a world was made and stays, and workers have not followed in ten seconds; the detail names them."""

    code, status = "change-not-followed", 504
    title, title_ja = (
        "The change holds, but a worker has not followed yet",
        "変更は確定しましたが、一部の処理プロセスが未反映です",
    )
    next_step = (
        "It was made: do not send it again, unless under its Idempotency-Key. Read what you changed (`GET /clock`, "
        "`GET /sandboxes/{name}`, `GET /faults`). Workers that are gone count no more after four seconds; end what the "
        "others still answer."
    )
    next_step_ja = (
        "変更は確定しています。同じ Idempotency-Key を付けない限り再送しないでください。現在の状態は GET /clock、"
        "GET /sandboxes/{name}、GET /faults で確認できます。停止したプロセスは4秒後に対象外となります。"
        "ほかのプロセスについては、処理中のリクエストを終了してください。"
    )


class ClockGoesBack(ServiceError):
    """A world's clock only goes forward: what was recorded later would be known earlier."""

    code, status = "clock-goes-back", 409
    title, title_ja = "The clock cannot go back", "時計を過去に戻すことはできません"
    next_step = "Read the clock and choose a later instant; for an earlier day start another world with that date."
    next_step_ja = "現在の時計を確認し、それより後の日時を指定してください。過去の日付には別の環境を使用してください。"


class ControlsAlone(ServiceError):
    """The controls serve alone (`onshi controls`), or no control database could be made beside a given one."""

    code, status = "controls-alone", 409
    title, title_ja = "These controls can change no world", "この管理ポートからは環境を変更できません"
    next_step = "Use the controls of `onshi up`, with a database whose administrator may create another one."
    next_step_ja = "`onshi up` の管理ポートを使用してください（データベースを作成できる管理者権限が必要です）。"


class TooManySandboxes(ServiceError):
    """There are as many sandboxes as may be (ONSHI_SANDBOX_LIMIT)."""

    code, status = "too-many-sandboxes", 409
    title, title_ja = "There are too many sandboxes", "サンドボックスの数が上限に達しています"
    next_step = "Remove one that is not needed any more, or start with a higher ONSHI_SANDBOX_LIMIT."
    next_step_ja = "不要なサンドボックスを削除するか、ONSHI_SANDBOX_LIMIT を大きくして起動してください。"


class SandboxNotReady(ServiceError):
    """The sandbox is still being made, or could not be made."""

    code, status = "sandbox-not-ready", 409
    title, title_ja = "The sandbox is not ready", "サンドボックスはまだ利用できません"
    next_step = "Read the sandbox until its state is ready; remove it where it has failed."
    next_step_ja = "state が ready になるまで照会してください。failed の場合は削除してください。"
    retryable, retry_after_s = True, 1


class WorldNotASandbox(ServiceError):
    """The world `default` is no sandbox: it is kept as it is used, and is not reset, kept as a snapshot or removed."""

    code, status = "world-not-a-sandbox", 409
    title, title_ja = "This world is no sandbox", "この環境はサンドボックスではありません"
    next_step = "Make a sandbox with POST /sandboxes; it begins as the world default was seeded."
    next_step_ja = "POST /sandboxes でサンドボックスを作成してください（default の初期状態から始まります）。"


class JournalOff(ServiceError):
    """`onshi up --journal off`: no request was kept."""

    code, status = "journal-off", 409
    title, title_ja = "This simulator keeps no journal", "このシミュレーターはジャーナルを記録していません"
    next_step = "Start `onshi up` without `--journal off`."
    next_step_ja = "`--journal off` を付けずに `onshi up` を起動してください。"


DATABASE_FAILURES = (DatabaseUnavailable, DatabaseTooSlow)
"""The refusals that mean: the database cannot answer."""


def catalogue() -> dict[str, type[ServiceError]]:
    """Return every refusal by its code."""
    return {refusal.code: refusal for refusal in ServiceError.__subclasses__()}
