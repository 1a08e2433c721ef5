"""`onshi population --output`: a nation written as lines of an import."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from simulator.population.block import Nation, draw_block
from simulator.population.lines import lines_of
from simulator.population.making import in_order


def write_nation(
    nation: Nation, output: BinaryIO, workers: int, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> None:
    """Write one line a person; ``progress`` is told how many of how many are written. Raises OSError."""
    written = 0
    for number, lines in enumerate(in_order(partial(_lines, nation), nation.blocks, workers)):
        output.write(lines)
        written += nation.size_of(number)
        progress(written, nation.persons)


def _lines(nation: Nation, number: int) -> bytes:
    return lines_of(draw_block(nation, number))
