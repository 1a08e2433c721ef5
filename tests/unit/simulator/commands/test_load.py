import pytest
from typer.testing import CliRunner

from simulator.commands import load as of_load
from simulator.commands.program import program


def test_what_the_extra_brings_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_load, "_NEEDED", ("locust", "a_package_that_nobody_has"))

    ended = CliRunner().invoke(program, ["load", "--scale", "clinic"], obj={})

    assert ended.exit_code == 4
    assert "needs a_package_that_nobody_has, not installed here: pip install 'onshi[load]'" in ended.stderr
