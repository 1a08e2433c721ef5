"""Rules about repeats, and about what an answer asks the program to do next."""

from simulator.conformance.observation import Observation
from simulator.conformance.past import AMBIGUOUS, LOST, PATIENT, READ_BULK, WINDOW_S, Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept, never_refused

_TAKE_A_KEY = frozenset({"check_eligibility", "bulk_checks_receive"})


def _key_on_repeat(seen: Observation, past: Past) -> Judged | None:
    if seen.operation not in _TAKE_A_KEY or seen.has_proof or seen.body is None:
        return None
    before = past.bodies.get(seen.body)
    if before is None or not before.is_failed or seen.began - before.ended > WINDOW_S:
        return None
    return kept(seen) if seen.key is not None and seen.key == before.key else broken(seen)


def _follows_up(rule: str) -> Judge:
    """Return a judge: kept when what was owed is done, broken when the client has gone on for long."""

    def judge(seen: Observation, past: Past) -> Judged | None:
        for owed in past.owed:
            if owed.rule != rule:
                continue
            if owed.is_settled_by(seen):
                return kept(seen)
            if past.requests + 1 - owed.number >= PATIENT:
                return broken(seen, owed.request_id)
        return None

    return judge


def _knows_the_reception(seen: Observation, _: Past) -> Judged | None:
    if seen.operation != READ_BULK:
        return None
    if seen.code == "resource-not-found" and not seen.is_answered:
        return None if seen.is_faulty else broken(seen)
    return kept(seen) if seen.is_answered else None


FOLLOWING = (
    Rule(
        "key-on-a-repeat",
        "A repeat carries the Idempotency-Key of the first try",
        "再送には初回と同じ Idempotency-Key を付ける",
        "draft-ietf-httpapi-idempotency-key-header; docs/reliability.md",
        "When the answer was lost the check was made all the same. Without a key the repeat is a second disclosure.",
        "応答が失われても照会は成立しています。キーのない再送は二重の情報提供になります。",
        "The body of a check or bulk reception that failed, again without the key of the first try.",
        _key_on_repeat,
        needs_past=True,
    ),
    Rule(
        "key-for-one-request",
        "An Idempotency-Key belongs to one request",
        "Idempotency-Key は1つのリクエストにのみ使用する",
        "draft-ietf-httpapi-idempotency-key-header 2.6; refusal idempotency-key-reused",
        "A key that is used for another patient would bring the first one's answer.",
        "キーを別の患者に使い回すと、前の患者の結果を得るおそれがあります。",
        "A refusal idempotency-key-reused.",
        never_refused(["idempotency-key-reused"], _TAKE_A_KEY),
    ),
    Rule(
        LOST,
        "A lost answer is found again",
        "失われた応答を読み直す",
        "docs/reliability.md; GET /v1/checks, GET /v1/checks/{check_id}",
        "The check is recorded and the patient sees it; the desk must see it too.",
        "照会は記録され患者の履歴に残っています。窓口でも結果を確認してください。",
        f"{PATIENT} further requests after a recorded check whose answer did not leave, without reading it again.",
        _follows_up(LOST),
        needs_past=True,
    ),
    Rule(
        AMBIGUOUS,
        "複数該当 is asked again with the branch number",
        "複数該当のときは枝番を付けて再照会する",
        "interface QualificationValidity 5; docs/check-path.md",
        "Several people fit: the branch number or the card tells them apart, a guess does not.",
        "複数人が該当しています。枝番またはカードで特定してください。",
        f"{PATIENT} further requests after the answer, without a check by branch number or card.",
        _follows_up(AMBIGUOUS),
        needs_past=True,
    ),
    Rule(
        "change-of-the-newest",
        "A change names the version that it changes",
        "変更は最新の版に対して行う",
        "RFC 9110 13.1.1 (If-Match); refusal version-mismatch",
        "Who changes what somebody else has changed meanwhile undoes it without knowing.",
        "他の変更を知らずに上書きすることを防ぎます。",
        "A refusal version-mismatch.",
        never_refused(["version-mismatch"], ["persons_change", "coverages_correct", "coverages_lose"]),
    ),
    Rule(
        "reception-number-given",
        "A reception is asked for by the number that was given",
        "受付番号は発行された値で照会する",
        "interface ReceptionNumber; GET /v1/bulk-checks/{reception_number} (kept for seven days)",
        "Whoever loses the number loses the answer: it cannot be guessed, and another institution's is not shown.",
        "受付番号を失うと結果を取得できません。推測や他機関の番号では照会できません。",
        "A look at a reception that there is not for this institution.",
        _knows_the_reception,
    ),
)
