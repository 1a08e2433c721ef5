"""`make cluster`: a cluster and a simulator on it, on this machine, until Ctrl-C."""

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from shared.db.embedded import EmbeddedPostgresFailed
from shared.db.urls import with_database
from simulator.cluster.cluster import Cluster, running_cluster
from simulator.cluster.parts import MissingParts, find_parts
from simulator.cluster.program import NotInTime
from simulator.cluster.workers import DATABASE, Workers, running_workers
from simulator.running.control_database import create_database
from simulator.running.ending import hang_up_as_terminate, ignore_signals

_WATCHED_EVERY_S = 1.0


def main() -> int:
    """Run it; return 1 where it cannot be started, with the reason said."""
    parser = argparse.ArgumentParser(prog="make cluster", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/cluster"), help="Emptied at the start.")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    _end_on_signals()
    folder = asked.folder.resolve()
    began = time.monotonic()
    try:
        parts = find_parts(folder)
        print("a cluster is formed: three PostgreSQL, three etcd, HAProxy …", flush=True)
        with running_cluster(folder, parts) as cluster:
            print(f"formed after {time.monotonic() - began:.0f} s; {asked.workers} workers are started …", flush=True)
            asyncio.run(create_database(cluster.url(), DATABASE))
            with running_workers(cluster.url(DATABASE), folder, workers=asked.workers) as workers:
                print(*_told(cluster, workers, time.monotonic() - began), sep="\n", flush=True)
                _watch(cluster, workers)
    except (MissingParts, NotInTime, EmbeddedPostgresFailed, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("ended", flush=True)
    return 0


def _end_on_signals() -> None:
    """Let Ctrl-C, SIGTERM and the end of the terminal end the cluster in order; a second one must not disturb that."""

    def end(_number: int, _frame: FrameType | None) -> None:
        ignore_signals()
        raise KeyboardInterrupt

    hang_up_as_terminate()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _told(cluster: Cluster, workers: Workers, took_s: float) -> list[str]:
    each = [
        f"  {node.name}        Patroni http://127.0.0.1:{node.addresses.rest}/cluster (process "
        f"{node.patroni.process_id}), PostgreSQL on port {node.addresses.postgres}, log {node.patroni.log}"
        for node in cluster.nodes
    ]
    return [
        f"ready after {took_s:.0f} s. Ctrl-C ends it.",
        f"  ask        {workers.base_url}   controls {workers.control_url}",
        f"  leader     {cluster.leader().name}; whoever leads: {with_database(cluster.url(), DATABASE)}",
        *each,
        "  a machine that is gone: kill -9 a Patroni and its PostgreSQL; it is not started again here",
    ]


def _watch(cluster: Cluster, workers: Workers) -> None:
    """Say who leads whenever that changes, until Ctrl-C or until the simulator ends."""
    before: str | None = cluster.leader().name
    while workers.program.is_running:
        time.sleep(_WATCHED_EVERY_S)
        now = next((node.name for node in cluster.nodes if node.is_leader), None)
        if now != before:
            print("nobody leads" if now is None else f"{now} leads", flush=True)
            before = now
    raise NotInTime(f"the simulator ended: {workers.program.last_words()}")


if __name__ == "__main__":
    sys.exit(main())
