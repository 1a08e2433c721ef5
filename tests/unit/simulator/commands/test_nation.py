import sys

import pytest

from simulator.commands.nation import MOST_PERSONS, need_numpy
from simulator.population import insurers


def test_without_numpy_a_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    with pytest.raises(SystemExit) as ended:
        need_numpy()

    assert ended.value.code == 2
    assert "pip install 'onshi[nation]'" in capsys.readouterr().err


def test_the_most_persons_are_those_whom_the_insurers_have_numbers_for() -> None:
    assert MOST_PERSONS == insurers.MOST_PERSONS
