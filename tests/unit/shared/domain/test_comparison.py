"""The steps of a comparison are what docs/written-forms.md tells, and a comparison says no more than it knows."""

from shared.domain.comparison import Comparison, Step


def test_the_steps_are_those_that_answers_name() -> None:
    # Stored clients branch on them: a step is added, none changes its name.
    assert {step.value for step in Step} == {
        "width",
        "blanks",
        "case",
        "variants",
        "substitute",
        "kana",
        "house_number",
        "place_kana",
        "prefecture",
        "street",
        "building",
        "marks",
        "name_order",
        "middle_name",
    }


def test_a_comparison_was_made_and_needed_nothing_unless_it_says_so() -> None:
    assert Comparison(agrees=True) == Comparison(agrees=True, steps=(), compared=True)
