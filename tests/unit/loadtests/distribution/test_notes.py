import msgpack  # type: ignore[import-untyped]  # Locust's own form between its processes

from loadtests.distribution.notes import Notes, write_down
from loadtests.ledger import Ledger, WrongAnswer


def test_what_a_process_noted_stands_in_the_ledger_of_the_leader() -> None:
    notes, ledger = Notes(), Ledger(3, 1.0)
    notes.wake(0.25)
    notes.start(0.1, 0.2)
    notes.request("token", 4.5)
    notes.request("check by card", 7.25, WrongAnswer("expected valid"), request_type="POST", start_time=1.5)
    notes.request("check by card", 9.0, OSError("no answer"))
    notes.drop(0.5)

    write_down(msgpack.unpackb(msgpack.packb(notes.take())), ledger)

    assert (ledger.started, ledger.late, ledger.dropped, ledger.last_start_s) == (1, 1, 1, 0.2)
    assert list(ledger.lags_ms) == [0.25]
    assert list(ledger.rows["token"].latencies_ms) == [4.5]
    row = ledger.rows["check by card"]
    assert (row.count, row.wrong, row.errors) == (2, 1, 1)
    assert ledger.complaints == {"check by card: expected valid": 1, "check by card: no answer": 1}


def test_who_listens_hears_each_request_as_it_was_told() -> None:
    notes, heard = Notes(), []
    notes.request("token", 4.5, request_type="POST", response_length=10, start_time=1.5, context={})

    write_down(notes.take(), Ledger(1, 1.0), [lambda **told: heard.append(told)])

    assert heard == [
        {
            "name": "token",
            "response_time": 4.5,
            "exception": None,
            "request_type": "POST",
            "response_length": 10,
            "start_time": 1.5,
            "status": 0,
            "sent_s": 1.5,
        }
    ]


def test_how_far_a_run_is_each_process_tells_by_its_own_clock() -> None:
    notes, ledger = Notes(), Ledger(1, 1.0)
    notes.begin(1_000.0)
    notes.request("token", 4.5, start_time=999.5)
    notes.request("token", 4.5, start_time=1_000.25)
    notes.refuse_rightly()
    notes.refuse_rightly(is_for_earlier=True)

    write_down(msgpack.unpackb(msgpack.packb(notes.take())), ledger)

    assert (ledger.begun_at, ledger.warm_up.count) == (1_000.0, 1)
    assert (ledger.rightly_refused, ledger.refused_for_earlier) == (2, 1)
    assert list(ledger.rows["token"].sent_s) == [0.25]


def test_notes_are_taken_once_and_lags_stay() -> None:
    notes = Notes()
    notes.wake(1.0)

    assert len(notes.take()) == 1
    assert notes.take() == []
    assert list(notes.lags_ms) == [1.0]
