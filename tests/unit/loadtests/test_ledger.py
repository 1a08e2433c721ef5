from array import array

from loadtests.ledger import GOOD, WRONG, Ledger, Row, WrongAnswer, percentile


def test_percentiles_are_of_the_nearest_rank() -> None:
    values = array("d", [0.4, 0.1, 0.3, 0.2])

    assert [percentile(values, percent) for percent in (50, 75, 99, 100)] == [0.2, 0.3, 0.4, 0.4]
    assert percentile(array("d"), 99) is None


def test_a_late_start_counts_as_started_and_as_late() -> None:
    ledger = Ledger(3, 1.0)
    ledger.start(0.1, 0.1)
    ledger.start(0.2, 0.25)
    ledger.start(0.5, 0.56)

    assert (ledger.started, ledger.late) == (3, 1)


def test_who_starts_after_the_end_slows_the_rate() -> None:
    ledger = Ledger(2, 1.0)
    ledger.start(0.1, 0.1)
    ledger.start(0.9, 1.9)
    assert (ledger.asked_rate, ledger.started_rate, ledger.late) == (2.0, 2.0, 1)

    ledger.start(0.9, 4.0)

    assert ledger.started_rate == 1.0


def test_wrong_answers_and_errors_are_told_apart() -> None:
    ledger = Ledger(4, 1.0)
    ledger.request("check by card", 0.25)
    ledger.request("check by card", 0.5, WrongAnswer("expected validity valid, got invalid"))
    ledger.request("check by card", 9.0, RuntimeError("expected an answer, got 503"))
    ledger.request("token", 2.0, context={})

    row = ledger.rows["check by card"]
    assert (row.count, row.wrong, row.errors, list(row.latencies_ms)) == (3, 1, 1, [0.25, 0.5, 9.0])
    assert ledger.wrong == 1
    assert ledger.complaints == {
        "check by card: expected validity valid, got invalid": 1,
        "check by card: expected an answer, got 503": 1,
    }


def test_what_is_sent_before_the_first_second_is_the_warm_up_and_in_no_row() -> None:
    ledger = Ledger(1, 1.0, begun_at=1_000.0)
    ledger.request("token", 9.0, start_time=999.9)
    ledger.request("token", 2.0, start_time=1_000.1)
    # Late, but sent by it.
    ledger.request("warm-up", 2.0, start_time=1_000.1)

    assert (ledger.warm_up.count, list(ledger.rows), ledger.rows["token"].count) == (2, ["token"], 1)


def test_who_started_late_or_not_at_all_was_missed_at_their_instant() -> None:
    ledger = Ledger(3, 1.0)
    ledger.start(0.1, 0.1)
    ledger.start(0.2, 0.9)
    ledger.drop(0.3)

    assert (list(ledger.due_s), list(ledger.missed_s)) == ([0.1, 0.2, 0.3], [0.2, 0.3])
    assert (ledger.started, ledger.dropped) == (2, 1)


def test_what_was_sent_lately_is_found_whatever_the_order_of_answers() -> None:
    row = Row()
    for second in (1.0, 80.0, 95.0, 90.0, 99.0):
        row.add(1.0, second, GOOD, 200, 10)

    assert list(row.since(90).sent_s) == [95.0, 90.0, 99.0]


def test_a_part_of_a_run_is_what_was_sent_in_it() -> None:
    row = Row()
    for second in range(10):
        row.add(float(second), second, WRONG if second == 3 else GOOD, 200, 10)

    part = row.between(2, 5)

    assert (list(part.latencies_ms), part.wrong, part.errors) == ([2.0, 3.0, 4.0], 1, 0)
