"""The explanation of one entry: its steps in the order of the path, and why no other answer was given."""

from collections.abc import Iterator

from services.eligibility.checks.rules.acts import Answered, Outcome, Refused
from services.eligibility.opening.looking_back import LookedBack
from shared.errors import catalogue
from simulator.journal.explaining.limits import step_of_limit, why_no_other_limit
from simulator.journal.explaining.proofs import STEP_OF, steps_of_proof
from simulator.journal.explaining.shapes import Explanation, Step, WhyNot
from simulator.journal.explaining.validities import BY_IDENTIFIERS, Facts, step_of_validity, why_no_other
from simulator.journal.reading import Entry

_REFUSED_FROM = 400
_MAY_CALL = ("a token whose role and scope may", "許可された利用者区分とスコープのトークン")
_FITS = ("a body that fits the operation's document", "操作の文書に合う本文")
_ROOM = ("room for one more", "処理できる余裕があること")
_ASKED_FOR = ("what the operation asks for", "操作が求める内容")
_OPENS = (
    "a purpose that opens eligibility to this role (告知要求制限)",
    "この利用者区分に資格情報の照会を認める目的（告知要求制限）",
)
_OF_THE_CALLER = {
    "token-missing": ("no bearer token", "Bearer トークンがない"),
    "token-invalid": (
        "no token of this world, or one that was changed",
        "この環境のトークンではないか、改変されている",
    ),
    "token-expired": ("a token whose time is over", "有効期限切れのトークン"),
    "client-credentials-invalid": ("a client or a secret that is not known", "クライアントまたはシークレットが不明"),
    "role-not-allowed": ("a role that may not", "許可されていない利用者区分"),
    "scope-missing": ("a token without the scope", "スコープのないトークン"),
    "world-mismatch": ("a token of another world, or of an earlier generation", "別の環境、または以前の世代のトークン"),
    "client-certificate-mismatch": (
        "another certificate than the institution's",
        "医療機関のものではないクライアント証明書",
    ),
}
_OF_THE_BODY = {
    "body-unreadable": ("a body that cannot be read", "読み取れない本文"),
    "body-too-large": ("a body over the limit", "上限を超える本文"),
    "media-type-unsupported": ("another media type", "対応していないメディアタイプ"),
    "content-encoding-unsupported": ("an encoding that is not taken", "対応していない符号化"),
    "request-invalid": ("members that are missing, unknown or of another form", "不足・不明・形式の異なる項目"),
    "my-number-not-accepted": ("what may be a My Number", "マイナンバーの可能性がある値"),
    "idempotency-key-reused": (
        "an Idempotency-Key that was used for another body",
        "別の本文に使用済みの Idempotency-Key",
    ),
}
_OF_THE_LOAD = {
    "too-many-misses": ("a budget of misses that is used up", "該当なしの上限に到達"),
    "overloaded": ("more requests than can be worked at", "処理能力を超えるリクエスト"),
    "database-unavailable": ("no database", "データベースに接続できない"),
    "database-too-slow": ("a database that did not answer in time", "データベースが時間内に応答しない"),
}


def explain(entry: Entry, looked: LookedBack | None) -> Explanation:
    """Return the explanation; ``looked`` is the check of the entry, where one is on record."""
    is_refused = entry.status is None or entry.status >= _REFUSED_FROM
    code = entry.code if is_refused else None
    steps = list(_steps(entry, looked, code))
    if entry.fault is not None:
        steps.append(
            Step(
                "fault",
                "no fault is injected",
                f"rule {entry.fault}",
                is_ok=False,
                expected_ja="障害が注入されていないこと",
                found_ja=f"ルール {entry.fault}",
            )
        )
    if is_refused:
        return Explanation(tuple(steps), tuple(_why_refused(entry)))
    outcome = None if looked is None else looked.outcome
    return Explanation(tuple(steps), tuple(_why_not(looked, outcome)) if looked is not None and outcome else ())


def _steps(entry: Entry, looked: LookedBack | None, code: str | None) -> Iterator[Step]:
    # 1. Who calls; what is public asks nobody.
    who = " ".join(filter(None, (entry.role, entry.client_id, entry.institution_code)))
    if who or code in _OF_THE_CALLER:
        found, found_ja = _OF_THE_CALLER.get(code or "", (who, who))
        is_ok = code not in _OF_THE_CALLER
        yield Step("caller", _MAY_CALL[0], found, is_ok, _MAY_CALL[1], found_ja)
    if code in _OF_THE_CALLER:
        return
    # 2. What was sent.
    told, told_ja = _OF_THE_BODY.get(code or "", (None, None))
    yield Step("body", _FITS[0], told, code not in _OF_THE_BODY, _FITS[1], told_ja)
    if code in _OF_THE_BODY:
        return
    if code in _OF_THE_LOAD:
        found, found_ja = _OF_THE_LOAD[code or ""]
        yield Step("load", _ROOM[0], found, is_ok=False, expected_ja=_ROOM[1], found_ja=found_ja)
        return
    # 3. By card: the proof.
    if code in STEP_OF or entry.proof_digest is not None:
        yield from steps_of_proof(entry, code if code in STEP_OF else None)
        if code in STEP_OF:
            return
    if code is not None or entry.status is None or entry.status >= _REFUSED_FROM:
        left, left_ja = (code, code) if code else ("no answer left", "回答なし")
        yield Step("operation", _ASKED_FOR[0], left, is_ok=False, expected_ja=_ASKED_FOR[1], found_ja=left_ja)
    elif looked is not None and looked.outcome is not None:
        yield from _steps_of_outcome(looked, looked.outcome)


def _steps_of_outcome(looked: LookedBack, outcome: Outcome) -> Iterator[Step]:
    kept = looked.kept
    # 4. The purpose.
    asked = f"{kept.purpose} by {kept.role}, {kept.method}"
    if isinstance(outcome, Refused):
        found = f"{asked}: {outcome.refusal.code} ({outcome.refusal.article})"
        yield Step("purpose", _OPENS[0], found, is_ok=False, expected_ja=_OPENS[1])
        return
    yield Step("purpose", _OPENS[0], asked, is_ok=True, expected_ja=_OPENS[1])
    # 5. The validity. 6. The limit.
    yield step_of_validity(_facts(looked, outcome))
    if (step := step_of_limit(outcome)) is not None:
        yield step


def _why_not(looked: LookedBack, outcome: Outcome) -> Iterator[WhyNot]:
    if isinstance(outcome, Refused):
        refusal = outcome.refusal
        yield WhyNot("answered", f"{refusal.message} ({refusal.article})", f"{refusal.message_ja}（{refusal.article}）")
        return
    yield from why_no_other(_facts(looked, outcome))
    yield from why_no_other_limit(outcome, looked.kept.as_of)


def _why_refused(entry: Entry) -> Iterator[WhyNot]:
    refusal = catalogue().get(entry.code or "")
    if refusal is not None:
        yield WhyNot("answered", f"{refusal.title}. {refusal.next_step}", f"{refusal.title_ja}。{refusal.next_step_ja}")
    elif entry.fault is not None:
        yield WhyNot("answered", f"the fault of rule {entry.fault}", f"障害ルール {entry.fault} による")


def _facts(looked: LookedBack, outcome: Answered) -> Facts:
    kept = looked.kept
    held = () if kept.person is None else kept.person.coverages
    is_by_identifiers = kept.method in BY_IDENTIFIERS
    asked = [each for each in held if not is_by_identifiers or each.coverage_id in kept.coverage_ids]
    return Facts(outcome, asked, held, kept.as_of, is_by_identifiers=is_by_identifiers)
