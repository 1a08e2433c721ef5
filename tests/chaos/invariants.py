"""What must hold whatever breaks. Each returns what is wrong, and nothing where it holds. Pure."""

from collections.abc import Callable, Mapping

from tests.chaos.seen import Kept, Seen

_SERVER_ERRORS = 500
_UNAVAILABLE = 503


def no_answer_without_its_record(seen: Seen, kept: Kept) -> list[str]:
    """Every answer that somebody received is on record."""
    return [f"answer {check_id} has no record" for check_id in sorted(set(seen.answered) - kept.check_ids)]


def no_answer_twice(seen: Seen, _kept: Kept) -> list[str]:
    """No two answers have one check_id: each was a request of its own."""
    return [] if len(set(seen.answered)) == len(seen.answered) else ["two answers have one check_id"]


def no_nonce_twice(seen: Seen, kept: Kept) -> list[str]:
    """A proof is answered once, however often it was sent."""
    twice = sum(len(check_ids) > 1 for check_ids in seen.by_nonce.values())
    wrong = [f"{twice} nonces were answered twice"] if twice else []
    return [*wrong, *(["a nonce stands in two records"] if kept.most_of_a_nonce > 1 else [])]


def seals_are_whole(_seen: Seen, kept: Kept) -> list[str]:
    """The audit of the exported trail finds nothing."""
    return [f"the audit found {finding}" for finding in kept.findings]


def nothing_fails_but_with_503(seen: Seen, _kept: Kept) -> list[str]:
    """Whoever cannot be served is told to come again, and nothing else of the 500s is answered."""
    return [
        f"{count} times {what} was answered {status}"
        for (what, status), count in sorted(seen.statuses.items())
        if status >= _SERVER_ERRORS and status != _UNAVAILABLE
    ]


def somebody_was_served(seen: Seen, _kept: Kept) -> list[str]:
    """There was a load at all: rules that hold because nobody asked prove nothing."""
    return [] if seen.answered and seen.by_nonce else ["nobody was answered, by number and by card"]


INVARIANTS: Mapping[str, Callable[[Seen, Kept], list[str]]] = {
    "no answer without its record": no_answer_without_its_record,
    "no answer twice": no_answer_twice,
    "no nonce twice": no_nonce_twice,
    "seals whole": seals_are_whole,
    "nothing 5xx but 503": nothing_fails_but_with_503,
    "somebody was served": somebody_was_served,
}


def broken(seen: Seen, kept: Kept) -> list[str]:
    """Return what does not hold, with the name of the rule."""
    return [f"{name}: {wrong}" for name, rule in INVARIANTS.items() for wrong in rule(seen, kept)]
