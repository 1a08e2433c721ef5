"""The table of a run, as Markdown; docs/reliability.md shows one."""

from collections.abc import Iterator, Sequence

from tests.chaos.rounds import Round
from tests.chaos.seen import Seen

_HEADINGS = ("event", "under way", "pause", "answers", "records", "nonces", "503", "broken", "result")


def table_of(rounds: Sequence[Round], not_done: Sequence[str]) -> Iterator[str]:
    """Return its lines: each round, what they are together, and what was not done."""
    yield _row(_HEADINGS)
    yield _row(["---"] * len(_HEADINGS))
    for each in rounds:
        yield _row([each.event, str(each.under_way), *_figures(each.seen, each.records), _result(each.wrong)])
    whole = Seen.of_all(each.seen for each in rounds)
    wrong = [what for each in rounds for what in each.wrong]
    yield _row(["all", "", *_figures(whole, sum(each.records for each in rounds)), _result(wrong)])
    for event in not_done:
        yield _row([event, *[""] * (len(_HEADINGS) - 2), "NOT DONE"])


def _figures(seen: Seen, records: int) -> list[str]:
    figures = len(seen.answered), records, len(seen.by_nonce), seen.unavailable, seen.broken.total()
    return [f"{seen.pause_s:.1f} s", *(f"{figure:,}" for figure in figures)]


def _result(wrong: Sequence[str]) -> str:
    return "BROKEN" if wrong else "held"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
