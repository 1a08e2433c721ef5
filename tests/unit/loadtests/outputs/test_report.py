from loadtests.outputs.report import plots_of, rates
from tests.unit.loadtests.outputs.runs import small_run


def test_there_is_a_plot_of_each_row_and_of_the_whole() -> None:
    plots = plots_of(small_run())

    assert [(plot.title, plot.names) for plot in plots] == [
        ("Receptions", ["due", "late or dropped"]),
        ("Requests", ["check by card", "token"]),
        ("Errors and wrong answers", ["errors", "wrong answers"]),
        ("check by card", ["p50", "p90", "p99"]),
        ("token", ["p50", "p90", "p99"]),
    ]


def test_a_second_in_which_nothing_was_sent_stands_at_zero() -> None:
    assert rates([0.2, 0.4, 3.9], [0.0, 1.0, 2.0, 3.0], 1.0) == [(0.0, 2.0), (1.0, 0.0), (2.0, 0.0), (3.0, 1.0)]
    assert rates([0.2, 3.9], [0.0, 2.0], 2.0) == [(0.0, 0.5), (2.0, 0.5)]
    assert rates([], [0.0, 1.0], 1.0) == [(0.0, 0.0), (1.0, 0.0)]
