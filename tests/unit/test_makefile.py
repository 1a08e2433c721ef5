"""What apt would bring is asked for only where it is missing: some machines have it from elsewhere, and apt refuses."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("is_here", "asked_for"),
    [("true", ""), ("false", "update -qq\ninstall -y -qq --no-install-recommends a-package\n")],
)
def test_a_program_that_is_here_is_not_installed_again(tmp_path: Path, is_here: str, asked_for: str) -> None:
    asked = tmp_path / "asked"
    for name in ("apt-get", "sudo"):
        program = tmp_path / name
        calls = f'echo "$@" >> {asked}' if name == "apt-get" else 'exec "$@"'
        program.write_text(f"#!/bin/sh\n{calls}\n")
        program.chmod(0o755)
    asked.touch()

    subprocess.run(
        [
            shutil.which("make") or "make",
            "--silent",
            "--eval",
            f"probe: ; @{is_here} || $(call apt-install,a-package)",
            "probe",
        ],
        cwd=ROOT,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        check=True,
        capture_output=True,
    )

    assert asked.read_text() == asked_for
