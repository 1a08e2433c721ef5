import pytest

from loadtests.run.__main__ import main
from loadtests.verdict.judging import Exit


@pytest.mark.parametrize("options", [["--host", "http://127.0.0.1:9"], ["--data", "load"]])
def test_a_host_of_ones_own_needs_its_data(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["run", *options])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == 2


def test_the_exit_codes_are_the_documented_ones() -> None:
    assert [(int(code), code.name) for code in Exit] == [
        (0, "GOOD"),
        (1, "WRONG_ANSWERS"),
        (2, "THRESHOLD"),
        (3, "VOID"),
        (4, "COULD_NOT_START"),
    ]
