"""The table of a run, as Markdown; docs/reliability.md shows one."""

from collections.abc import Iterator, Sequence

from tests.chaos.drawing import Draw
from tests.chaos.rounds import Planned, Round
from tests.chaos.seen import Seen

_HEADINGS = ("event", "under way", "pause", "answers", "records", "nonces", "503", "broken", "result")


def table_of(rounds: Sequence[Round], not_done: Sequence[Planned]) -> Iterator[str]:
    """Return its lines: each round, what they are together, and what was not done; with seeds where they have any."""
    has_seeds = any(draw is not None for draw in [*(each.draw for each in rounds), *(each.draw for each in not_done)])

    def row(draw: Draw | str | None, *cells: str) -> str:
        return _row([str(draw or ""), *cells] if has_seeds else cells)

    yield row("seed", *_HEADINGS)
    yield row("---", *["---"] * len(_HEADINGS))
    for each in rounds:
        figures = _figures(each.seen, each.records)
        yield row(each.draw, each.event, str(each.under_way), *figures, _result(each.wrong))
    whole = Seen.of_all(each.seen for each in rounds)
    wrong = [what for each in rounds for what in each.wrong]
    yield row("", "all", "", *_figures(whole, sum(each.records for each in rounds)), _result(wrong))
    for left_out in not_done:
        yield row(left_out.draw, left_out.event, *[""] * (len(_HEADINGS) - 2), "NOT DONE")


def _figures(seen: Seen, records: int) -> list[str]:
    figures = len(seen.answered), records, len(seen.by_nonce), seen.unavailable, seen.broken.total()
    return [f"{seen.pause_s:.1f} s", *(f"{figure:,}" for figure in figures)]


def _result(wrong: Sequence[str]) -> str:
    return "BROKEN" if wrong else "held"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
