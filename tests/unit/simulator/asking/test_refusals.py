"""A refusal as a command tells it."""

from onshi.problems import OnshiProblem, ProblemEntry
from simulator.asking.refusals import say_refusal


def test_a_refusal_is_told_with_what_to_do_and_where_to_read() -> None:
    problem = OnshiProblem(
        code="nonce-used",
        status=409,
        title="The nonce has been used",
        title_ja="ノンスは使用済みです",
        next_step="Sign a new nonce.",
        help="/guide/refusals/nonce-used",
        errors=(ProblemEntry("/presence_proof", "nonce-used", "Used.", "使用済みです。"),),
    )

    assert say_refusal(problem) == [
        "refused: nonce-used (409)",
        "ノンスは使用済みです",
        "The nonce has been used",
        "  /presence_proof nonce-used: Used.",
        "Sign a new nonce.",
        "see `onshi guide refusals/nonce-used`",
    ]


def test_what_is_no_refusal_of_the_simulator_names_no_page() -> None:
    assert say_refusal(OnshiProblem(code="http-502", status=502, title="Bad gateway")) == [
        "refused: http-502 (502)",
        "Bad gateway",
    ]
