"""Machines that are not as they should be, and a cluster of two: what an operator is told, and that no answer is wrong.

As troubles.py: each returns when all is well again.
"""

import time
from collections.abc import Mapping

from simulator.cluster.node import Node
from simulator.cluster.program import wait_until
from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.cluster.ground import SMALL_DISK, WRONG_CLOCK, Ground
from tests.cluster.troubles import WITHIN_S, Trouble, whole

_A_WHILE_S = 5.0


def leave_two(ground: Ground, load: Load) -> str:
    """One standby is gone: a cluster of two goes on, and says so."""
    _until_not_told(ground, "one_standby")
    lost = _standbys(ground)[0]
    lost.kill()
    told_s = _told(ground, "one_standby")
    answered = _answered_for(_A_WHILE_S, load)
    if not answered:
        raise DidNotHold("a cluster of two answered nobody")
    lost.start()
    return f"told after {told_s:.1f} s; {answered} answers meanwhile; {whole(ground)}"


def leave_one(ground: Ground, load: Load) -> str:
    """Both standbys are gone: the leader alone acknowledges nothing, and says so."""
    _until_not_told(ground, "no_standby")
    lost = _standbys(ground)
    for node in lost:
        node.kill()
    told_s = _told(ground, "no_standby")
    # What was stored before they went may still be on its way to somebody.
    time.sleep(_A_WHILE_S)
    answered = _answered_for(_A_WHILE_S, load)
    is_ready = ground.is_ready()
    for node in lost:
        node.start()
    if answered or is_ready:
        raise DidNotHold(
            f"a leader without standbys gave {answered} answers, and was {'' if is_ready else 'not '}ready"
        )
    return f"told after {told_s:.1f} s; no answer meanwhile; {whole(ground)}"


def lead_by_a_wrong_clock(ground: Ground, load: Load) -> str:
    """The leader's machine is an hour ahead."""
    right = next(node.name for node in ground.cluster.nodes if node.name != WRONG_CLOCK)
    _hand_over_to(ground, right)
    _until_not_told(ground, "database_clock_differs")
    _hand_over_to(ground, WRONG_CLOCK)
    told_s = _told(ground, "database_clock_differs")
    answered = _answered_for(_A_WHILE_S, load)
    if not answered:
        raise DidNotHold("nobody was answered by a leader with a wrong clock")
    _hand_over_to(ground, right)
    return f"told after {told_s:.1f} s; {answered} answers meanwhile; {whole(ground)}"


def fill_a_standby(ground: Ground, load: Load) -> str:
    """A standby's disk is full."""
    if ground.cluster.leader().name == SMALL_DISK:
        _hand_over_to(ground, next(node.name for node in ground.cluster.nodes if node.name != SMALL_DISK))
        whole(ground)
    _until_not_told(ground, "one_standby")
    assert ground.disk is not None
    ground.disk.fill()
    try:
        told_s = _told(ground, "one_standby")
        answered = _answered_for(_A_WHILE_S, load)
    finally:
        ground.disk.make_room()
    if not answered:
        raise DidNotHold("nobody was answered while a standby's disk was full")
    return f"told after {told_s:.1f} s; {answered} answers meanwhile; {whole(ground)}"


def fill_the_leader(ground: Ground, load: Load) -> str:
    """The leader's disk is full: it refuses, or ends and another one leads."""
    _hand_over_to(ground, SMALL_DISK)
    whole(ground)
    assert ground.disk is not None
    seen = load.seen
    before = seen.unavailable
    ground.disk.fill()
    try:
        wait_until(lambda: seen.unavailable > before, "a refusal for want of room", WITHIN_S)
        wait_until(lambda: not ground.is_ready() or _leads_elsewhere(ground), "readiness that tells it", WITHIN_S)
        time.sleep(_A_WHILE_S)
        elsewhere = _leads_elsewhere(ground)
    finally:
        ground.disk.make_room()
    return f"{'another one led' if elsewhere else 'it refused, and was not ready'}; {whole(ground)}"


NEEDS_A_DISK = frozenset({"a standby's disk full", "the leader's disk full"})
NEEDS_FAKETIME = frozenset({"the leader's clock an hour ahead"})
ODD_MACHINES: Mapping[str, Trouble] = {
    "a cluster of two": leave_two,
    "the leader alone": leave_one,
    "the leader's clock an hour ahead": lead_by_a_wrong_clock,
    "a standby's disk full": fill_a_standby,
    "the leader's disk full": fill_the_leader,
}


def _standbys(ground: Ground) -> list[Node]:
    leader = ground.cluster.leader()
    return [node for node in ground.cluster.nodes if node is not leader]


def _told(ground: Ground, warning: str) -> float:
    return wait_until(lambda: warning in ground.warnings(), f"the warning {warning}", WITHIN_S)


def _until_not_told(ground: Ground, warning: str) -> None:
    """Nothing may be left over of what was before."""
    wait_until(lambda: ground.is_ready() and warning not in ground.warnings(), f"no warning {warning}", WITHIN_S)


def _answered_for(seconds: float, load: Load) -> int:
    seen = load.seen
    before = len(seen.answered)
    time.sleep(seconds)
    return len(seen.answered) - before


def _hand_over_to(ground: Ground, name: str) -> None:
    """Let a node lead; whoever does hands over when all follow it, and says no before."""
    ground.cluster.wait_until_whole(WITHIN_S)
    wait_until(lambda: _leads_or_is_asked_to(ground, name), f"{name} as leader", WITHIN_S)


def _leads_or_is_asked_to(ground: Ground, name: str) -> bool:
    leader = ground.cluster.leader()
    if leader.name != name:
        leader.switch_to(name)
    return leader.name == name


def _leads_elsewhere(ground: Ground) -> bool:
    return any(node.is_leader for node in ground.cluster.nodes if node.name != SMALL_DISK)
