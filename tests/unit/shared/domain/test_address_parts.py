"""What one of two folded addresses may leave out. The addresses are invented."""

import pytest

from shared.domain.address_parts import left_out
from shared.domain.comparison import Step

WHOLE = "東京都模擬市見本町1-2-3"


def test_one_address_leaves_nothing_out() -> None:
    assert left_out(WHOLE, WHOLE) == ()


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        (WHOLE, "模擬市見本町1-2-3", (Step.PREFECTURE,)),
        ("神奈川県模擬市見本町1", "模擬市見本町1", (Step.PREFECTURE,)),
        ("見本県模擬郡架空町大見本1", "見本県架空町大見本1", (Step.PREFECTURE,)),
        ("京都府京都市模擬区見本通架空上ル仮町1", "京都府京都市模擬区仮町1", (Step.STREET,)),
        (WHOLE, WHOLE + "模擬ハイツ", (Step.BUILDING,)),
        (WHOLE + "模擬ハイツ201", WHOLE + "-201", (Step.BUILDING,)),
        (WHOLE + "模擬ハイツ201", WHOLE + "仮マンション201", (Step.BUILDING,)),
        (WHOLE, "模擬市見本町1-2-3模擬ハイツ201", (Step.PREFECTURE, Step.BUILDING)),
    ],
)
def test_parts_that_registers_leave_out(one: str, other: str, steps: tuple[Step, ...]) -> None:
    assert left_out(one, other) == steps
    assert left_out(other, one) == steps


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WHOLE, "東京都模擬市見本町1-2-4"),
        (WHOLE, "大阪府模擬市見本町1-2-3"),
        (WHOLE + "模擬ハイツ201", WHOLE + "模擬ハイツ202"),
        (WHOLE + "模擬ハイツ", WHOLE + "仮マンション"),
        (WHOLE + "模擬ハイツ201", WHOLE + "-202"),
        # A number that the address goes on after is no house number.
        ("模擬市北1条西2", "模擬市北1条東2"),
    ],
)
def test_what_differs_in_more_is_another_address(one: str, other: str) -> None:
    assert left_out(one, other) is None
    assert left_out(other, one) is None
