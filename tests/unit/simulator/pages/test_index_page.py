"""The front page says of every program that `onshi up` serves what it is."""

import pytest

from shared.settings import PROGRAMS
from simulator.pages.index_page import FRONT_PAGES


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_has_its_words(program: str) -> None:
    assert f"service_{program}" in FRONT_PAGES.words
