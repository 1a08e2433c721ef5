from datetime import date
from io import BytesIO

from simulator.population.block import Nation
from simulator.population.draws import BLOCK_SIZE
from simulator.population.making import in_order
from simulator.population.writing import write_nation

NATION = Nation(2 * BLOCK_SIZE + 5, 3, date(2026, 11, 30))


def test_two_processes_write_the_same_bytes_as_one() -> None:
    alone, together = BytesIO(), BytesIO()
    told: list[tuple[int, int]] = []

    write_nation(NATION, alone, 1)
    write_nation(NATION, together, 2, lambda done, total: told.append((done, total)))

    assert together.getvalue() == alone.getvalue()
    assert told[-1] == (NATION.persons, NATION.persons)


def test_what_is_made_comes_in_its_order() -> None:
    assert list(in_order(abs, 9, 2)) == [0, 1, 2, 3, 4, 5, 6, 7, 8]
