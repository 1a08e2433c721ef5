"""The simulator that tests and `onshi exec` start: where it says that it is ready."""

import tempfile
from pathlib import Path

import pytest

from onshi.simulator import RunningSimulator, SimulatorFailed, _data_folder, _described, running_simulator


@pytest.mark.parametrize(
    ("options", "folder"),
    [
        ((), None),
        (("--seed", "7", "--tls"), None),
        (("--data", "world"), Path("world")),
        (("--data=a b", "--seed", "7"), Path("a b")),
        (("--data", "first", "--data=last"), Path("last")),
        (("--data",), None),
    ],
)
def test_the_folder_is_the_one_that_the_options_name(options: tuple[str, ...], folder: Path | None) -> None:
    assert _data_folder(options) == folder


def test_whom_to_trust_is_announced_where_it_is_served_over_tls() -> None:
    plain = {"base_url": "http://127.0.0.1:1", "control_url": "http://127.0.0.1:2", "process_id": 7}
    secured = {**plain, "ca_file": "/w/tls/ca.pem", "client_certificates": "/w/tls/clients"}

    assert _described(plain) == RunningSimulator("http://127.0.0.1:1", "http://127.0.0.1:2")
    assert (_described(plain).verify, _described(secured).verify) == (True, Path("/w/tls/ca.pem"))
    assert _described(secured).client_certificates == Path("/w/tls/clients")


def test_without_a_place_for_temporary_folders_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))

    with (
        pytest.raises(SimulatorFailed, match=r"no temporary folder can be made \(TMPDIR\): No such file or directory"),
        running_simulator(),
    ):
        pytest.fail("it started")
