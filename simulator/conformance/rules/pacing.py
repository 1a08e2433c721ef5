"""Rules about how fast and how often is asked. They count real time, whatever the world's clock shows."""

from simulator.conformance.observation import CHECK, Observation
from simulator.conformance.past import BY_NUMBER, CANNOT_SUCCEED, FOLLOW, READ_BULK, WINDOW_S, Past
from simulator.conformance.rule import Judge, Judged, Rule, broken, kept, never_refused

_AT_ONCE_S = 0.2
_TRIES = 6
_IN_A_ROW = 3
_FIRST_PAGES = 5
_SINGLES = 200
_VISITS = 5


def _waits(seen: Observation, past: Past) -> Judged | None:
    if not past.waiting:
        return None
    told = [each for each in past.waiting if each.operation == seen.called and each.since < seen.began]
    meant = [each for each in told if each.about in ("", seen.body or seen.place)]
    if not meant:
        return None
    return broken(seen) if any(seen.began < each.until for each in meant) else kept(seen)


def _not_at_once(seen: Observation, past: Past) -> Judged | None:
    before = past.bodies.get(seen.body or "")
    if before is None or not before.is_failed or before.retry_after_s is not None or seen.began < before.ended:
        return None
    return broken(seen) if seen.began - before.ended < _AT_ONCE_S else kept(seen)


def _gives_up(seen: Observation, past: Past) -> Judged | None:
    before = past.bodies.get(seen.body or "")
    if before is None or not before.is_failed or seen.began - before.ended > WINDOW_S:
        return None
    if before.times >= _TRIES:
        return broken(seen)
    return None if seen.is_failed else kept(seen)


def _changes_what_was_refused(seen: Observation, past: Past) -> Judged | None:
    if seen.body is None or seen.is_faulty:
        return None
    before = past.bodies.get(seen.body)
    if before is not None and before.status in CANNOT_SUCCEED and seen.began - before.ended < WINDOW_S:
        return broken(seen) if seen.status in CANNOT_SUCCEED else None
    return kept(seen) if past.refused_at and before is None and seen.is_answered else None


def _slowly(operation: str, *, unless_waiting: bool = False) -> Judge:
    """Return a judge that finds the rule broken by the third read in a row within a second after the one before."""

    def judge(seen: Observation, past: Past) -> Judged | None:
        if seen.operation != operation or not seen.is_answered:
            return None
        if unless_waiting and seen.waits:
            return kept(seen)
        last, times = past.reads.get(seen.place, (0.0, 0))
        if seen.began - last >= 1.0:
            return None if unless_waiting else kept(seen)
        return broken(seen) if times + 1 >= _IN_A_ROW else None

    return judge


def _goes_on(seen: Observation, past: Past) -> Judged | None:
    if seen.operation != FOLLOW or not seen.is_answered:
        return None
    if seen.goes_on:
        return kept(seen)
    return broken(seen) if past.first_pages + 1 >= _FIRST_PAGES else None


def _asks_in_bulk(seen: Observation, past: Past) -> Judged | None:
    if seen.operation == "bulk_checks_receive":
        return kept(seen) if seen.is_answered else None
    if seen.method != BY_NUMBER:
        return None
    since, times = past.singles
    return broken(seen) if seen.began - since <= WINDOW_S and times + 1 >= _SINGLES else None


def _once_a_visit(seen: Observation, past: Past) -> Judged | None:
    if not seen.is_check or seen.person is None or not seen.is_answered:
        return None
    since, times = past.visits.get(f"{seen.person} {seen.method}", (seen.began, 0))
    return broken(seen) if seen.began - since <= WINDOW_S and times + 1 >= _VISITS else kept(seen)


PACING = (
    Rule(
        "retry-after-kept",
        "Nothing is sent again sooner than Retry-After says",
        "Retry-After の秒数を待ってから再送する",
        "RFC 9110 10.2.3; docs/refusals.md",
        "Who comes back sooner keeps a busy service busy, for every clinic of the country on a Monday morning.",
        "早すぎる再送は混雑を長引かせます（月曜朝の全国の受付など）。",
        "After a 503 the same request, after a 429 the same operation, before its time.",
        _waits,
        needs_past=True,
    ),
    Rule(
        "retry-not-at-once",
        "What failed without Retry-After is not sent again at once",
        "失敗したリクエストを間を置かずに再送しない",
        "docs/client.md (retries)",
        "A lost connection comes seldom alone; a pause lets the line come back.",
        "通信断の直後の再送は再び失敗しがちです。少し待ってください。",
        "The same body again within 0.2 seconds of a failure.",
        _not_at_once,
        needs_past=True,
    ),
    Rule(
        "retries-end",
        "Retries end",
        "再送は有限回とする",
        "docs/client.md (retries)",
        "After some tries the desk must be told, so that it can proceed by the card's face or the 資格確認書.",
        "一定回数で窓口に知らせ、資格確認書などによる受付に切り替えます。",
        "The seventh try of one body within a minute of the one before, all of them failed.",
        _gives_up,
        needs_past=True,
    ),
    Rule(
        "refused-not-repeated",
        "What cannot succeed is not sent again unchanged",
        "成功しないリクエストを変更せずに再送しない",
        "RFC 9110 15.5.1; docs/refusals.md (retryable)",
        "A 422 says what is wrong; sent again it is as wrong.",
        "422は誤りの内容を示します。同じ内容の再送は必ず失敗します。",
        "The same body refused a second time within a minute with 400, 413, 415 or 422.",
        _changes_what_was_refused,
        needs_past=True,
    ),
    Rule(
        "list-waited-for",
        "New checks are waited for, not polled",
        "新しい照会は wait で待ち受ける",
        "GET /v1/checks (wait)",
        "One request that waits 25 seconds is 25 requests less, and hears of a card at once.",
        "waitで25秒待てば25回分のポーリングが不要で、通知も即時です。",
        "The third reading in a row of one place of the list without wait, each within a second after the one before.",
        _slowly(FOLLOW, unless_waiting=True),
        needs_past=True,
    ),
    Rule(
        "list-goes-on",
        "The list of checks is read on from where it ended",
        "照会一覧は前回の続きから読む",
        "GET /v1/checks (after)",
        "Who begins anew reads the whole day again, and shows patients twice.",
        "毎回先頭から読むと、一日分を読み直し患者を二重に表示します。",
        "The fifth first page in a row.",
        _goes_on,
        needs_past=True,
    ),
    Rule(
        "bulk-polled-slowly",
        "A bulk reception is looked at once a second at most",
        "一括照会の状況確認は1秒以上の間隔を空ける",
        "GET /v1/bulk-checks/{reception_number}; interface OQSmuquc02 (処理中)",
        "It is worked in the background; asking does not make it quicker.",
        "一括照会は順に処理されます。問い合わせても早くはなりません。",
        "The third look in a row within a second after the one before.",
        _slowly(READ_BULK),
        needs_past=True,
    ),
    Rule(
        "many-in-bulk",
        "Tomorrow's patients are asked about in bulk",
        "予約患者の一覧は一括照会で確認する",
        "interface OQSmuquc01 (一括照会); POST /v1/bulk-checks",
        "No clinic has 200 patients at its desk in a minute: a list of them is one request, not 5,000.",
        "1分間に200人の来院はありません。一覧は5,000件まで1回で照会できます。",
        "The 200th check by numbers within a minute.",
        _asks_in_bulk,
        needs_past=True,
    ),
    Rule(
        "once-a-visit",
        "Somebody is asked about once a visit",
        "同じ患者の照会は来院ごとに1回とする",
        "docs/check-path.md; GET /v1/checks/{check_id} reads an answer again",
        "Every check is a disclosure that the patient sees in the history. A known answer is read again by its id.",
        "照会はすべて患者の閲覧履歴に残ります。再表示は照会IDで読み直します。",
        "The fifth check of one person in the same way within a minute.",
        _once_a_visit,
        needs_past=True,
    ),
    Rule(
        "misses-few",
        "Nobody is looked for by trying",
        "該当者を探すための総当たりをしない",
        "ONSHI_MISS_LIMIT; refusal too-many-misses",
        "Numbers that find nobody, one after the other, are guesses at who is insured where.",
        "該当なしの照会が続くと、番号の推測とみなされます。",
        "A refusal too-many-misses.",
        never_refused(["too-many-misses"], [CHECK, "bulk_checks_receive"]),
    ),
)
