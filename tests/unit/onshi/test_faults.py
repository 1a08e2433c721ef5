"""What requests name a test by."""

import pytest

from onshi.faults import id_of_test
from shared.web.test_id import is_test_id


def test_a_plain_name_is_named_as_it_is() -> None:
    name = "test_desk::test_retries[503 twice]"

    assert id_of_test(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "受付::test_再送",
        "t" * 500,
        "test[123456789018]",
        " test ",
        "test\n",
        "受" * 300,
        "tests/" + "x y " * 80,
    ],
)
def test_every_name_becomes_one_that_can_be_sent(name: str) -> None:
    assert is_test_id(id_of_test(name))
    assert "123456789018" not in id_of_test(name)


def test_names_that_look_alike_stay_apart() -> None:
    names = ["test[受付]", "test[会計]", "a" * 300, "b" + "a" * 299]

    assert len({id_of_test(name) for name in names}) == 4
