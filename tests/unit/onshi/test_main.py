"""The console script: it starts the program, never a vendor's package of the same name."""

import sys
from pathlib import Path

import onshi
from onshi.__main__ import program_command, program_environment

HERE = str(Path(onshi.__file__).resolve().parent.parent)


def test_the_working_folder_is_not_on_the_programs_path() -> None:
    assert program_command("up", "--port", "0") == [sys.executable, "-P", "-m", "simulator", "up", "--port", "0"]


def test_this_installation_comes_first() -> None:
    environment = program_environment({"PYTHONPATH": "/vendor", "LANG": "C.UTF-8"})

    assert environment == {"PYTHONPATH": f"{HERE}:/vendor", "LANG": "C.UTF-8"}


def test_without_a_path_this_installation_is_the_only_one() -> None:
    assert program_environment({}) == {"PYTHONPATH": HERE}
