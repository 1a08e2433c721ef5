import os
from pathlib import Path

import pytest

from simulator.cluster.run_as import RunAs, ways_to_run


def test_an_ordinary_user_runs_all_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    (way,) = ways_to_run(tmp_path)

    assert way == RunAs()
    assert way.command(["etcd"]) == ["etcd"]
    assert way.options == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_root_never_runs_it_as_root(tmp_path: Path) -> None:
    ways = list(ways_to_run(tmp_path))

    assert ways[0].options["user"] != 0
    assert all("--map-user=65534" in way.before for way in ways[1:])
