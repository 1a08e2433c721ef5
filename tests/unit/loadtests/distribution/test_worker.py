from types import SimpleNamespace
from typing import Any

import gevent

from loadtests.could_not_start import CouldNotStart
from loadtests.distribution.messages import BEGIN, DONE, NOTES, PRESENT, READY, SHARE
from loadtests.distribution.worker import Worker
from loadtests.receptions.dealing import Share
from loadtests.verdict.judging import Exit
from tests.unit.loadtests.distribution.runners import FakeRunner, environment_with


class FakeSigners:
    """Tell their processes, and are closed once."""

    closed = 0

    def processes(self) -> list[dict[str, object]]:
        return [{"name": "generator", "cpu_s": 1.5}, {"name": "signer 1", "cpu_s": 0.5}]

    def close(self) -> None:
        self.closed += 1


def plan_of(share: Share) -> Any:
    return SimpleNamespace(
        asked=90, mark=f"{share.place} of {share.of}", conditions={"patients": 300}, signers=FakeSigners()
    )


def test_it_makes_ready_what_is_its_share_and_begins_when_it_is_told() -> None:
    runner = FakeRunner()
    worker = Worker(environment_with(runner), plan_of)

    beginning = gevent.spawn(worker.begin)
    gevent.sleep()
    assert runner.sent == [(PRESENT, None)]
    runner.comes(SHARE, [1, 2])
    gevent.sleep()
    told = {"problem": None, "asked": 90, "mark": "1 of 2", "conditions": {"patients": 300}}
    assert runner.sent[-1] == (READY, told)
    assert not beginning.ready()
    runner.comes(BEGIN)

    part = beginning.get(timeout=5)
    assert part is not None
    # The user of a process that was lost is none of ours.
    assert worker.begin() is None


def test_why_it_cannot_start_it_tells_the_leader_and_ends_with_4() -> None:
    def none_of(share: Share) -> Any:
        raise CouldNotStart(f"load holds no data for {share.place + 1} of {share.of}")

    runner = FakeRunner()
    environment = environment_with(runner)
    worker = Worker(environment, none_of)
    beginning = gevent.spawn(worker.begin)
    gevent.sleep()

    runner.comes(SHARE, [0, 2])

    assert beginning.get(timeout=5) is None
    kind, told = runner.sent[-1]
    assert (kind, told["problem"]) == (READY, "load holds no data for 1 of 2")
    assert environment.process_exit_code == Exit.COULD_NOT_START


def test_at_its_end_it_tells_what_was_not_told_yet_and_its_processes() -> None:
    runner = FakeRunner()
    environment = environment_with(runner)
    worker = Worker(environment, plan_of)
    beginning = gevent.spawn(worker.begin)
    gevent.sleep()
    runner.comes(SHARE, [0, 1])
    runner.comes(BEGIN)
    part = beginning.get(timeout=5)
    part.book.start(0.5, 0.5)
    report: dict[str, Any] = {}
    environment.events.report_to_master.fire(data=report)
    assert report[NOTES] == [("start", 0.5, 0.5)]
    part.book.wake(3.0)

    part.end()

    kind, told = runner.sent[-1]
    assert kind == DONE
    assert told["notes"] == [("wake", 3.0)]
    assert told["processes"][0] == {"name": "generator", "cpu_s": 1.5, "lag_p99_ms": 3.0}
    assert part.plan.signers.closed == 1
    assert environment.process_exit_code == Exit.GOOD
