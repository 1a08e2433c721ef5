from pathlib import Path

import pytest

from simulator.cluster.parts import CONFIGURATION, MissingParts, find_parts


def test_all_that_is_missing_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MissingParts) as refused:
        find_parts(tmp_path, configuration=tmp_path)

    said = str(refused.value)
    assert "apt-get install etcd-server" in said
    assert "patroni.yml: a checkout has it" in said
    assert "haproxy.cfg: a checkout has it" in said


def test_the_configuration_is_that_of_the_checkout() -> None:
    assert {"patroni.yml", "haproxy.cfg"} <= {path.name for path in CONFIGURATION.iterdir()}
