"""Each invariant is broken by what it is about, and by nothing else."""

from collections import Counter, defaultdict

import pytest

from tests.chaos.invariants import INVARIANTS, broken
from tests.chaos.seen import Kept, Seen

ANSWERED = ["a", "b"]
KEPT = Kept(frozenset({"a", "b", "c"}), 1, ())


def seen(**more: object) -> Seen:
    fields = {
        "answered": [*ANSWERED],
        "by_nonce": defaultdict(set, {"n": {"a"}}),
        "statuses": Counter({("check", 200): 2, ("check", 503): 9, ("check", 409): 1}),
    }
    return Seen(**{**fields, **more})  # type: ignore[arg-type]


def test_a_run_without_a_loss_holds() -> None:
    assert broken(seen(), KEPT) == []


@pytest.mark.parametrize(
    ("rule", "observed", "kept"),
    [
        ("no answer without its record", {}, Kept(frozenset({"a"}), 1, ())),
        ("no answer twice", {"answered": ["a", "a"]}, KEPT),
        ("no nonce twice", {"by_nonce": defaultdict(set, {"n": {"a", "b"}})}, KEPT),
        ("no nonce twice", {}, Kept(KEPT.check_ids, 2, ())),
        ("seals whole", {}, Kept(KEPT.check_ids, 1, ("record-removed at seal 1",))),
        ("nothing 5xx but 503", {"statuses": Counter({("check", 500): 1})}, KEPT),
        ("nothing 5xx but 503", {"statuses": Counter({("long poll", 502): 1})}, KEPT),
        ("somebody was served", {"by_nonce": defaultdict(set)}, KEPT),
    ],
)
def test_what_breaks_a_rule_is_told_by_its_name(rule: str, observed: dict[str, object], kept: Kept) -> None:
    assert rule in INVARIANTS
    (told,) = broken(seen(**observed), kept)
    assert told.startswith(f"{rule}: ")
