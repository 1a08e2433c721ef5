"""Rules about tokens and clients."""

from simulator.conformance.observation import TOKEN, Observation
from simulator.conformance.past import Past
from simulator.conformance.rule import Judged, Rule, broken, kept, never_refused

_SHORT = 5
_OFTEN = 2


def _reuses_tokens(seen: Observation, past: Past) -> Judged | None:
    if seen.operation != TOKEN or not seen.is_answered or past.requests == 0:
        return None
    if past.since_token >= _OFTEN:
        return kept(seen)
    return broken(seen) if past.short_tokens + 1 >= _SHORT else None


TOKENS = (
    Rule(
        "token-sent",
        "Every request carries a token of this simulator",
        "すべてのリクエストに有効なアクセストークンを付ける",
        "RFC 6750 2.1; refusals token-missing, token-invalid",
        "Without a token nobody knows which institution asks, and nothing may be disclosed.",
        "トークンがなければ照会元の機関を特定できず、情報を提供できません。",
        "A refusal token-missing or token-invalid.",
        never_refused(["token-missing", "token-invalid"], service="eligibility"),
    ),
    Rule(
        "token-renewed-in-time",
        "A token is renewed before it expires",
        "アクセストークンは期限前に更新する",
        "RFC 6749 4.2.2 (expires_in); refusal token-expired",
        "A patient stands at the desk while the second round trip is made.",
        "期限切れのたびに、受付で患者を待たせる再照会が発生します。",
        "A request with an expired token.",
        never_refused(["token-expired"], service="eligibility"),
    ),
    Rule(
        "token-used-for-many",
        "A token serves many requests",
        "アクセストークンを使い回す",
        "RFC 6749 1.4; docs/client.md",
        "A token lives ten minutes. One for each check doubles the load of all, and the wait at the desk.",
        "トークンの有効期間は10分です。照会ごとに取得すると負荷も待ち時間も倍になります。",
        "The fifth token in a row after which at most one request came.",
        _reuses_tokens,
        needs_past=True,
    ),
    Rule(
        "client-secret-right",
        "The client's secret is right",
        "クライアントの認証情報が正しい",
        "RFC 6749 5.2; refusal client-credentials-invalid",
        "Tries with a wrong secret look like guessing, and block the client for others.",
        "誤ったシークレットの試行は総当たりとみなされ、他の利用者も止めてしまいます。",
        "A token request with a wrong secret.",
        never_refused(["client-credentials-invalid", "invalid_client"], [TOKEN]),
    ),
    Rule(
        "secret-not-guessed",
        "A wrong secret is not tried again and again",
        "誤ったシークレットを繰り返し試さない",
        "refusal too-many-guesses",
        "The client is closed for everybody who uses its id until the window is over.",
        "一定時間、同じクライアントIDの全利用者がトークンを取得できなくなります。",
        "A refusal too-many-guesses.",
        never_refused(["too-many-guesses"], [TOKEN]),
    ),
    Rule(
        "role-and-scope-fit",
        "Only what the client's role and scopes allow is asked for",
        "役割とスコープの範囲内で操作する",
        "RFC 6750 3.1 (insufficient_scope); refusals role-not-allowed, scope-missing",
        "What an institution may do is agreed when it is connected; a program that tries more is set up wrongly.",
        "機関が行える操作は接続時に決まっています。範囲外の操作は設定の誤りです。",
        "A refusal role-not-allowed or scope-missing.",
        never_refused(["role-not-allowed", "scope-missing"]),
    ),
    Rule(
        "own-world",
        "Tokens, nonces and cursors are used in the world that gave them",
        "トークン等は発行された環境で使用する",
        "docs/decisions; refusal world-mismatch",
        "After a reset nothing of before holds: a program that keeps it also mixes up test and production.",
        "リセット後や別環境では以前の値は無効です。使い続けると試験環境と本番環境を取り違えます。",
        "A refusal world-mismatch.",
        never_refused(["world-mismatch"]),
    ),
    Rule(
        "own-client-certificate",
        "Over mutual TLS the certificate is the institution's of the token",
        "クライアント証明書とトークンの機関が一致する",
        "RFC 8705 3; refusal client-certificate-mismatch",
        "The line belongs to one institution: a token of another one on it is a mistake, or worse.",
        "回線は機関ごとのものです。他機関のトークンは誤りか不正とみなされます。",
        "A refusal client-certificate-mismatch.",
        never_refused(["client-certificate-mismatch"]),
    ),
)
