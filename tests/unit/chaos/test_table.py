"""The table says of each round what was seen in it, of all what they are together, and what was not done."""

from collections import Counter, defaultdict
from dataclasses import replace

from tests.chaos.drawing import Draw
from tests.chaos.rounds import Planned, Round
from tests.chaos.seen import Seen
from tests.chaos.table import table_of


def a_round(event: str, seen: Seen, *wrong: str) -> Round:
    return Round(event, told="", under_way=7, took_s=1.0, seen=seen, records=len(seen.answered), wrong=wrong)


def test_each_round_has_a_row_and_what_was_not_done_too() -> None:
    first = Seen(
        answered=["a", "b", "c"],
        answered_at=[10.0, 12.5, 10.5],
        by_nonce=defaultdict(set, {"n": {"a"}}),
        statuses=Counter({("check by number", 200): 3, ("challenge", 503): 4}),
        broken=Counter({"long poll": 1}),
    )
    second = Seen(answered=["d"], answered_at=[13.0])

    lines = [
        *table_of([a_round("worker killed", first), a_round("disk full", second, "a loss")], [Planned("log full")])
    ]

    assert lines[2:] == [
        "| worker killed | 7 | 2.0 s | 3 | 3 | 1 | 4 | 1 | held |",
        "| disk full | 7 | 0.0 s | 1 | 1 | 0 | 0 | 0 | BROKEN |",
        "| all |  | 2.0 s | 4 | 4 | 1 | 4 | 1 | BROKEN |",
        "| log full |  |  |  |  |  |  |  | NOT DONE |",
    ]


def test_a_nonce_that_is_answered_in_two_rounds_has_two_answers() -> None:
    parts = [Seen(by_nonce=defaultdict(set, {"n": {check_id}})) for check_id in "ab"]

    assert Seen.of_all(parts).by_nonce == {"n": {"a", "b"}}


def test_rounds_that_were_drawn_have_their_seeds() -> None:
    one = replace(a_round("worker killed", Seen(answered=["a"], answered_at=[1.0])), draw=Draw(7, 12))

    lines = [*table_of([one], [Planned("disk full", Draw(7, 13))])]

    assert lines[0].startswith("| seed | event | under way |")
    assert lines[2:] == [
        "| 7:12 | worker killed | 7 | 0.0 s | 1 | 1 | 0 | 0 | 0 | held |",
        "|  | all |  | 0.0 s | 1 | 1 | 0 | 0 | 0 | held |",
        "| 7:13 | disk full |  |  |  |  |  |  |  | NOT DONE |",
    ]
