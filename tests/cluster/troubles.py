"""What is done to the machines of a cluster under load.

Each returns when all machines are there again and follow a leader, with what is worth telling. Each raises NotInTime
where that takes too long, and DidNotHold where something of its own did not hold.
"""

import time
from collections.abc import Callable, Mapping

import httpx

from simulator.cluster.node import Node
from simulator.cluster.program import wait_until
from tests.chaos.happened import DidNotHold
from tests.chaos.load import Load
from tests.cluster.ground import Ground
from tests.cluster.held_writer import HeldWriter

Trouble = Callable[[Ground, Load], str]
WITHIN_S = 120.0
FROZEN_S = 30.0
_WITHOUT_ETCD_S = 15.0


def switch_over(ground: Ground, _load: Load) -> str:
    """A planned switchover, as before an upgrade."""
    leader = ground.cluster.leader()
    candidate = next(node for node in ground.cluster.nodes if node is not leader)
    said = leader.switch_to(candidate.name)
    if said.status_code != httpx.codes.OK:
        raise DidNotHold(f"{leader.name} was asked to hand over and said: {said.text}")
    wait_until(lambda: candidate.is_leader, "the other leader", WITHIN_S)
    return f"{leader.name} handed over to {candidate.name}; {whole(ground)}"


def kill_the_leader(ground: Ground, _load: Load) -> str:
    """Kill -9 of all of the leader's PostgreSQL; its Patroni lives."""
    leader = ground.cluster.leader()
    began = time.monotonic()
    leader.kill_postgres()
    another = _another(ground, leader, began)
    return f"{another}; {whole(ground)}"


def lose_a_machine(ground: Ground, _load: Load) -> str:
    """The leader's machine is gone, Patroni and all; it comes back once another one leads."""
    leader = ground.cluster.leader()
    began = time.monotonic()
    leader.kill()
    another = _another(ground, leader, began)
    leader.start()
    return f"{another}; {whole(ground)}"


def freeze_the_leader(ground: Ground, _load: Load) -> str:
    """The leader's machine stands still for half a minute and goes on as if nothing had been."""
    leader = ground.cluster.leader()
    with HeldWriter(ground.cluster, leader) as writer:
        began = time.monotonic()
        leader.freeze()
        another = _another(ground, leader, began)
        wait_until(lambda: time.monotonic() - began >= FROZEN_S, "half a minute", WITHIN_S)
        leader.thaw()
        came_of_it = writer.write()
        together = whole(ground)
        if writer.was_acknowledged:
            raise DidNotHold(f"{leader.name} acknowledged a write after {another}")
        if writer.rows() != 0:
            raise DidNotHold(f"a write on {leader.name} after {another} is there")
    return f"{another}; a write on the frozen one: {came_of_it}; {together}"


def lose_etcd(ground: Ground, _load: Load) -> str:
    """Two of three etcd are gone for a quarter of a minute: nobody may lead."""
    lost = ground.cluster.etcd[:2]
    for member in lost:
        member.program.kill()
    began = time.monotonic()
    wait_until(lambda: not any(node.is_leader for node in ground.cluster.nodes), "the end of the leader", WITHIN_S)
    ended_s = time.monotonic() - began
    wait_until(lambda: time.monotonic() - began >= _WITHOUT_ETCD_S, "a quarter of a minute", WITHIN_S)
    for member in lost:
        member.program.start()
    again_s = wait_until(lambda: any(node.is_leader for node in ground.cluster.nodes), "a leader again", WITHIN_S)
    return f"nobody led after {ended_s:.1f} s, and again {again_s:.1f} s after etcd was back; {whole(ground)}"


TROUBLES: Mapping[str, Trouble] = {
    "planned switchover": switch_over,
    "leader killed": kill_the_leader,
    "machine of the leader gone": lose_a_machine,
    "leader frozen for 30 s": freeze_the_leader,
    "majority of etcd gone": lose_etcd,
}
REPEATED = "machine of the leader gone"
"""What is done several times, as how long it takes depends on when it comes."""


def _another(ground: Ground, before: Node, began: float) -> str:
    others = [node for node in ground.cluster.nodes if node is not before]
    wait_until(lambda: any(node.is_leader for node in others), "another leader", WITHIN_S)
    leads = next((node.name for node in others if node.is_leader), "another")
    return f"{leads} led {time.monotonic() - began:.1f} s later"


def whole(ground: Ground) -> str:
    """Wait until all machines are there and follow a leader; return what is worth telling. Raises NotInTime."""
    return f"all three after {ground.cluster.wait_until_whole(WITHIN_S):.1f} s more"
