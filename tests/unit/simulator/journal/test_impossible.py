"""What no request can be is told, so that a misspelt name is not taken for silence."""

import pytest

from simulator.journal.impossible import impossible
from simulator.journal.reading import Wanted


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(operation="check_eligibilty"), ("/match/operation", "unknown")),
        (Wanted(operation="/eligibility/v1/checks"), ("/match/operation", "unknown")),
        (Wanted(service="eligibilty"), ("/match/service", "unknown")),
        (Wanted(face="paper"), ("/match/face", "unknown")),
        (Wanted(test="試験"), ("/match/test", "invalid")),
    ],
)
def test_a_name_that_nothing_has_is_wrong(wanted: Wanted, found: tuple[str, str]) -> None:
    assert [(each.pointer, each.code) for each in impossible(wanted, "/match")] == [found]


def test_what_may_have_been_meant_is_told() -> None:
    (wrong,) = impossible(Wanted(operation="check_eligibilty"), "/query")

    assert wrong.message.startswith("there is none of this name in this world; near: check_eligibility")


def test_what_a_request_can_be_is_not_wrong() -> None:
    wanted = Wanted(operation="check_eligibility", service="eligibility", face="rest", test="test_discharge")

    assert list(impossible(wanted, "/match")) == []
