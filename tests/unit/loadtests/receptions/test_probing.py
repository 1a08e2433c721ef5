from pathlib import Path

import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.receptions.probing import need_room


def test_a_few_receptions_have_room_on_any_machine() -> None:
    need_room(10)


def test_more_receptions_than_a_process_may_open_files_are_refused_with_the_figures() -> None:
    with pytest.raises(CouldNotStart, match="1000000000000 receptions under way need 1000000000100 files"):
        need_room(10**12)


def test_more_receptions_than_there_are_ports_are_refused_with_the_figures(tmp_path: Path) -> None:
    (tmp_path / "range").write_text("60000\t60005\n")

    need_room(6, tmp_path / "range")
    with pytest.raises(CouldNotStart, match="7 receptions under way need as many ports and there are 6"):
        need_room(7, tmp_path / "range")
