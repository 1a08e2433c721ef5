"""Rules about nonces and presence proofs (本人確認データ)."""

from simulator.conformance.observation import Observation
from simulator.conformance.past import BY_CARD, CHALLENGE, Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept

_CHALLENGED = 5


def _by_card(*codes: str) -> Judge:
    """Return a judge that finds the rule broken by these refusals of a proof, kept by a check by card."""
    refused = frozenset(codes)

    def judge(seen: Observation, _: Past) -> Judged | None:
        if not seen.is_check:
            return None
        if seen.code in refused and not seen.is_answered:
            return None if seen.is_faulty else broken(seen)
        return kept(seen) if seen.method == BY_CARD and seen.is_answered else None

    return judge


def _spends_once(seen: Observation, _: Past) -> Judged | None:
    if seen.is_check and seen.code == "nonce-used":
        # With a check: the very same proof again, which finds a lost answer.
        return None if seen.is_faulty or seen.check_id is not None else broken(seen)
    return kept(seen) if seen.is_check and seen.method == BY_CARD and seen.is_answered else None


def _uses_what_was_given(seen: Observation, past: Past) -> Judged | None:
    if seen.operation == CHALLENGE and seen.is_answered:
        return broken(seen) if past.challenges >= _CHALLENGED else None
    return kept(seen) if seen.has_proof and seen.is_answered and not past.has_challenge else None


PROOFS = (
    Rule(
        "nonce-once",
        "A nonce is signed once",
        "ノンスは1回だけ使用する",
        "RFC 8555 6.5 (Replay-Nonce); refusal nonce-used",
        "It proves that the card is here now. Used twice it proves nothing: the patient must place the card again.",
        "ノンスはカードが今ここにあることを示します。再利用は証明にならず、カードの再提示が必要になります。",
        "A refusal nonce-used of another proof than the one that spent it.",
        _spends_once,
    ),
    Rule(
        "nonce-fresh",
        "A nonce is used while it holds",
        "ノンスは有効期間内に使用する",
        "docs/check-path.md; refusals nonce-unknown, nonce-expired",
        "A nonce kept from the morning fails at the first patient of the afternoon.",
        "取り置いたノンスは期限切れになり、次の患者の受付で失敗します。",
        "A refusal nonce-unknown or nonce-expired.",
        _by_card("nonce-unknown", "nonce-expired"),
    ),
    Rule(
        "nonce-own",
        "A nonce is used by the institution that it was given to",
        "ノンスは発行を受けた機関が使用する",
        "docs/check-path.md; refusal nonce-foreign",
        "Who holds nonces for several institutions must not mix them: the record would name the wrong one.",
        "複数機関のノンスを取り違えると、記録に誤った機関が残ります。",
        "A refusal nonce-foreign.",
        _by_card("nonce-foreign"),
    ),
    Rule(
        "nonce-from-the-answer",
        "The next nonce is taken from the answer before",
        "次のノンスは直前の応答から取得する",
        "RFC 8555 6.5.1; docs/client.md (Replay-Nonce)",
        "Every answer brings one in Replay-Nonce: a steady client needs one call a check, not two.",
        "応答の Replay-Nonce を使えば、照会1件につき1回の呼び出しで済みます。",
        "A nonce asked for after five checks by card in a row that each had asked for one.",
        _uses_what_was_given,
        needs_past=True,
    ),
    Rule(
        "proof-readable",
        "A presence proof arrives as the card made it",
        "本人確認データを改変せずに送信する",
        "RFC 7515 7.1; refusals proof-unreadable, signature-invalid",
        "Line breaks, padding or another encoding change what was signed.",
        "改行、パディング、文字コードの変換により署名が無効になります。",
        "A refusal proof-unreadable or signature-invalid.",
        _by_card("proof-unreadable", "signature-invalid"),
    ),
    Rule(
        "proof-claims-agree",
        "What the card signed agrees with the request",
        "署名された内容とリクエストが一致する",
        "docs/check-path.md; refusal proof-mismatch",
        "The patient signed for this institution and this purpose, and for no other.",
        "患者が署名したのは、この機関・この利用目的に対してだけです。",
        "A refusal proof-mismatch (aud, institution, purpose, iat).",
        _by_card("proof-mismatch"),
    ),
    Rule(
        "certificate-of-the-card",
        "The proof brings the card's certificate for user authentication",
        "利用者証明用電子証明書を使用する",
        "公的個人認証法3条, 22条; refusals certificate-untrusted, certificate-wrong-kind",
        "The certificate for signatures asks for another PIN and shows name and address: it is not for this.",
        "署名用電子証明書は暗証番号が異なり氏名・住所も含むため、資格確認には使用しません。",
        "A refusal certificate-untrusted or certificate-wrong-kind.",
        _by_card("certificate-untrusted", "certificate-wrong-kind"),
    ),
)
