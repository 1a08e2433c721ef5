"""Names in Latin letters: what agrees, and what was overlooked (the table in docs/written-forms.md)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.comparison import Step
from shared.domain.written_forms import compare_names


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("SMITH JOHN", "Smith John", {Step.CASE}),
        ("ＳＭＩＴＨ　ＪＯＨＮ", "smith, john", {Step.WIDTH, Step.CASE, Step.BLANKS}),
        ("SMITH JOHN", "JOHN SMITH", {Step.NAME_ORDER}),
        ("SMITH, John", "John Smith", {Step.NAME_ORDER, Step.CASE, Step.BLANKS}),
        ("SMITH JOHN MICHAEL", "SMITH JOHN", {Step.MIDDLE_NAME}),
        ("SMITH JOHN MICHAEL", "SMITH JOHN M.", {Step.MIDDLE_NAME}),
        ("John Michael Smith", "SMITH JOHN", {Step.MIDDLE_NAME, Step.NAME_ORDER}),
        ("NGUYEN VAN ANH", "Nguyen Anh", {Step.MIDDLE_NAME}),
        ("MÜLLER JÜRGEN", "MUELLER JUERGEN", {Step.MARKS}),
        ("MÜLLER JÜRGEN", "MULLER JURGEN", {Step.MARKS}),
        ("GARCÍA JOSÉ", "Garcia Jose", {Step.MARKS, Step.CASE}),
        ("ØSTERGÅRD LÆRKE", "OESTERGAARD LAERKE", {Step.MARKS}),
        ("STRAẞE ANNA", "STRASSE ANNA", set()),
        ("O'BRIEN MARY", "OBRIEN MARY", set()),
        ("O’BRIEN MARY", "O'BRIEN MARY", set()),
        ("JEAN-PIERRE DUBOIS", "DUBOIS JEAN PIERRE", {Step.NAME_ORDER}),
        ("DELA CRUZ MARIA", "DELACRUZ MARIA", {Step.BLANKS}),
    ],
)
def test_the_same_person_when_the_parts_agree(one: str, other: str, steps: set[Step]) -> None:
    comparison = compare_names(one, other)
    assert comparison.agrees
    assert steps <= set(comparison.steps)
    assert compare_names(other, one).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SMITH JOHN", "SMITH JANE"),
        ("SMITH JOHN", "SMYTH JOHN"),
        ("SMITH JOHN", "SMITH"),
        ("SMITH JOHN", "SMITH J"),
        ("SMITH JOHN PAUL", "SMITH JOHN GEORGE"),
        ("SMITH JOHN", "スミス ジョン"),
        ("LEE ANN MARIE", "LEE BETH MARIE ANNE"),
    ],
)
def test_other_names(one: str, other: str) -> None:
    assert not compare_names(one, other).agrees
    assert not compare_names(other, one).agrees


_NAMES = st.text(st.sampled_from("ABJabjÜÖß ,.-'’"), max_size=14)


@given(_NAMES, _NAMES)
def test_any_two_are_compared_in_either_order(one: str, other: str) -> None:
    assert compare_names(one, other).agrees == compare_names(other, one).agrees
    assert compare_names(one, one).agrees
