from types import SimpleNamespace
from typing import Any

import gevent
import pytest

from loadtests.distribution.leader import Leader
from loadtests.distribution.messages import BEGIN, DONE, NOTES, PRESENT, READY, SHARE
from tests.unit.loadtests.distribution.runners import FakeRunner, environment_with


def ready(mark: str = "same", problem: str | None = None) -> dict[str, Any]:
    return {"problem": problem, "asked": 90, "mark": mark, "conditions": {"patients": 300}}


class Led:
    """A leader of two workers that have told that they are there."""

    def __init__(self) -> None:
        self.runner = FakeRunner()
        self.environment = environment_with(self.runner)
        self.leader = Leader(self.environment, 2, 60.0)
        for node in ("a", "b"):
            self.runner.clients[node] = SimpleNamespace(state="ready")
            self.runner.comes(PRESENT, node_id=node)

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _ in self.runner.sent]


@pytest.fixture
def led() -> Led:
    return Led()


def test_each_worker_is_told_which_of_how_many_it_is(led: Led) -> None:
    led.runner.comes(PRESENT, node_id="a")  # again, as after a connection was lost

    assert led.runner.sent == [(SHARE, [0, 2]), (SHARE, [1, 2]), (SHARE, [0, 2])]


def test_they_begin_when_all_are_ready_and_not_before(led: Led) -> None:
    led.runner.comes(READY, ready(), "a")
    assert BEGIN not in led.kinds
    assert not led.leader.has_begun

    led.runner.comes(READY, ready(), "b")

    assert led.kinds[-1] == BEGIN
    assert led.leader.has_begun
    assert led.leader.ledger.asked == 90
    assert led.leader.conditions == {"workers": 2, "patients": 300}


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (ready(mark="another"), "the workers have not the same data"),
        (ready(problem="load holds no data"), "worker 2: load holds no data"),
    ],
)
def test_workers_that_would_measure_something_else_end_the_run_before_it_begins(
    led: Led, second: dict[str, Any], says: str
) -> None:
    led.runner.comes(READY, ready(), "a")

    led.runner.comes(READY, second, "b")
    gevent.sleep()

    assert (led.leader.problem, led.leader.has_begun) == (says, False)
    assert BEGIN not in led.kinds
    assert led.runner.has_quit


def test_what_all_have_noted_is_in_one_ledger_and_the_last_one_ends_the_run(led: Led) -> None:
    for node in ("a", "b"):
        led.runner.comes(READY, ready(), node)
    led.environment.events.worker_report.fire(client_id="a", data={NOTES: [("start", 0.5, 0.5)]})
    led.environment.events.worker_report.fire(client_id="stranger", data={NOTES: [("start", 0.5, 0.5)]})

    for node in ("a", "b"):
        done = {"notes": [("start", 1.0, 1.0)], "processes": [{"name": "generator", "cpu_s": 1.0}]}
        assert not led.runner.has_quit
        led.runner.comes(DONE, done, node)
    gevent.sleep()

    assert led.leader.ledger.started == 3
    assert [each["name"] for each in led.leader.processes] == ["worker 1: generator", "worker 2: generator"]
    assert led.runner.has_quit


def test_a_worker_that_is_lost_on_the_way_makes_the_run_void(led: Led) -> None:
    for node in ("a", "b"):
        led.runner.comes(READY, ready(), node)
    led.runner.clients["b"].state = "missing"

    led.environment.events.test_start.fire()
    gevent.sleep()
    gevent.sleep()

    assert led.leader.ledger.void_because == ["worker 2 of 2 was lost"]
    assert led.runner.has_quit


def test_a_worker_that_is_lost_before_is_why_nothing_could_start(led: Led) -> None:
    del led.runner.clients["a"]

    led.environment.events.test_start.fire()
    gevent.sleep()

    assert led.leader.problem == "worker 1 of 2 was lost"
    assert led.leader.ledger.void_because == []
