import pytest

from loadtests.could_not_start import CouldNotStart
from loadtests.probing import need_room


def test_a_few_receptions_have_room_on_any_machine() -> None:
    need_room(10)


def test_more_receptions_than_a_process_may_open_files_are_refused_with_the_figures() -> None:
    with pytest.raises(CouldNotStart, match="1000000000000 receptions under way need 1000000000100 files"):
        need_room(10**12)
