"""The figures of all workers stand in the control database as long as these hold their leases."""

import asyncio

from shared.db.budget import ConnectionBudget
from shared.worlds.control.link import ControlLink
from shared.worlds.control.workers import figures_of_workers
from shared.worlds.figures import WorkerFigures
from shared.worlds.process import ProcessWorlds
from tests.service.worlds.process import ControlDatabase

PATIENCE_S = 20.0
"""A lease is renewed every second, on a machine that does much else."""


def told_by(process_id: int, answers: int) -> WorkerFigures:
    return WorkerFigures(
        process_id, 10.0, 0.5, 1 << 27, {"answer": answers}, [(0.001, 0.002, answers)], {"answer": answers}
    )


async def test_each_worker_tells_its_figures_with_its_lease(control: ControlDatabase) -> None:
    answers = [1, 2]
    links = [
        ControlLink(control.url, "worker 1", lambda: told_by(1, answers[0])),
        ControlLink(control.url, "worker 2", lambda: told_by(2, answers[1])),
        ControlLink(control.url, "worker that tells nothing"),
    ]
    first, second, third = (link.followed(ProcessWorlds(link, ConnectionBudget(2), None)) for link in links)
    async with first, third:
        async with second:
            told = await figures_of_workers(control.admin)
            assert sorted(each.process_id for each in told) == [1, 2]
            assert {each.process_id: each.within_s for each in told} == {1: [(0.001, 0.002, 1)], 2: [(0.001, 0.002, 2)]}
            answers[0] = 9
            async with asyncio.timeout(PATIENCE_S):
                while {each.outcomes["answer"] for each in await figures_of_workers(control.admin)} != {9, 2}:  # noqa: ASYNC110 - PostgreSQL tells it only when asked
                    await asyncio.sleep(0.02)
        assert [each.process_id for each in await figures_of_workers(control.admin)] == [1]
