"""A slice of `make fuzz`, 20 s: nothing but answers and refusals of the catalogue, soon, without echo."""

from collections import Counter

import pytest

from tests.fuzz.found import FOUND
from tests.fuzz.in_process import PARTS, run
from tests.fuzz.judging import complaint_about
from tests.fuzz.smaller import smaller

INPUTS = {"proofs": 15_000, "messages": 12_000, "imports": 8_000, "bodies": 20_000}
MOST_GROWTH_BYTES = 64_000_000
"""An input has some megabytes at most, and nothing of it is kept."""


# What the library warns of is a certificate that no root has signed, and is refused.
@pytest.mark.filterwarnings("ignore:Parsed a serial number:UserWarning")
@pytest.mark.parametrize("name", sorted(PARTS))
def test_changed_inputs_are_answered_or_refused(name: str) -> None:
    found = run(name, "ci", INPUTS[name])

    assert found.findings == {}
    # Changes that are too rough would all be refused by the first look.
    assert found.came.total() == INPUTS[name]
    assert found.came["read"] > 0
    assert found.grown_bytes < MOST_GROWTH_BYTES


@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_is_changed_is_read_as_it_is(name: str) -> None:
    # Else no change would ever get behind the first look of a reader.
    part = PARTS[name]()

    assert [part.complaint(given) for given in part.valid] == [None] * len(part.valid)
    assert part.came == {"read": len(part.valid)}


@pytest.mark.parametrize(
    ("name", "given"), [(name, given) for name, _, given in FOUND], ids=[seed for _, seed, _ in FOUND]
)
def test_what_was_found_once_is_refused_now(name: str, given: bytes) -> None:
    assert PARTS[name]().complaint(given) is None


def test_what_is_wrong_is_seen() -> None:
    def broken() -> None:
        raise KeyError("123456")

    came: Counter[str] = Counter()
    assert complaint_about(broken, "", came) == "KeyError"
    assert came == {}


def test_a_finding_is_made_small() -> None:
    assert smaller(b"a" * 500 + b"!" + b"b" * 500, lambda given: b"!" in given) == b"!"
