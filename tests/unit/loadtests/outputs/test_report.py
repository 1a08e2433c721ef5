from loadtests.outputs.report import plots_of
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
