from collections.abc import Sequence

from loadtests.machine.spread import pool_of_processes, spread


def doubled(batch: Sequence[int]) -> list[int]:
    return [number * 2 for number in batch]


async def test_work_is_done_by_other_processes_and_comes_in_order() -> None:
    done: list[int] = []
    with pool_of_processes() as pool:
        products = await spread(pool, doubled, range(600), done.append)

    assert products[:3] + products[-1:] == [0, 2, 4, 1198]
    assert sorted(done) == [100, 250, 250]
