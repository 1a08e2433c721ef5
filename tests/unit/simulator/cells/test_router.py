"""The map of cells, and what is missing where nothing can be routed."""

import re
from pathlib import Path

import pytest

from simulator.cells.failure import CellFailed
from simulator.cells.router import CONFIGURATION, find_haproxy
from simulator.cells.running import CELLS
from simulator.personas.credentials import INSTITUTIONS


def test_every_institution_of_the_simulator_is_in_a_cell_that_there_is() -> None:
    lines = (CONFIGURATION / "cells.map").read_text().splitlines()
    cells = dict(line.split() for line in lines if not line.startswith("#"))

    assert set(cells) == {institution.code for institution in INSTITUTIONS}
    assert set(cells.values()) == set(CELLS)


def test_haproxy_knows_the_cells_and_where_whoever_has_none_is_at_home() -> None:
    configuration = (CONFIGURATION / "haproxy.cfg").read_text()

    assert re.findall(r"^backend (\w+)$", configuration, re.MULTILINE) == ["hub", *CELLS]
    assert re.findall(r"^ +default_backend (\w+)$", configuration, re.MULTILINE) == [CELLS[0]]
    assert {f"ONSHI_CELL_{name.upper()}" for name in CELLS} <= set(re.findall(r"\$\{(\w+)\}", configuration))


def test_what_is_missing_is_named_with_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(CellFailed, match=r"haproxy\.cfg: a checkout has it\n- .*cells\.map: a checkout has it"):
        find_haproxy(tmp_path)
