"""The compose file and the Dockerfile, as far as they can be judged without a container engine."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.settings import PROGRAMS, SERVICES, Settings
from tests.flows.program import run

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
DOCUMENT: dict[str, Any] = yaml.safe_load(COMPOSE)
OURS = {name: service for name, service in DOCUMENT["services"].items() if name != "postgres"}
NOT_A_SETTING = {"ONSHI_ADMIN_PASSWORD", *(f"ONSHI_{service.upper()}_PASSWORD" for service in SERVICES)}
"""Parts of the URLs."""


def test_it_is_a_compose_file() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout


def test_every_service_is_served_and_controls_reader_and_portal_are_off() -> None:
    commands = {name: service["command"] for name, service in OURS.items()}
    by_default = {name for name, service in OURS.items() if "profiles" not in service}

    assert by_default == {"migrate", *PROGRAMS} - {"reader", "portal"}
    for service in PROGRAMS:
        assert commands[service][:2] == ["serve", service]
    assert OURS["controls"]["profiles"] == OURS["reader"]["profiles"] == OURS["portal"]["profiles"] == ["controls"]


@pytest.mark.parametrize("command", sorted({service["command"][0] for service in OURS.values()}))
def test_every_command_is_one_of_the_programs_and_takes_its_options(command: str) -> None:
    helped = run(command, "--help")

    assert helped.returncode == 0
    used = {word for each in OURS.values() if each["command"][0] == command for word in each["command"]}
    assert [option for option in used if option.startswith("--") and option not in helped.stdout] == []


def test_every_secret_comes_from_the_environment_and_must_be_set() -> None:
    used = re.findall(r"\$\{([A-Z_]+)(:\?)?", COMPOSE)

    assert {name for name, required in used if not required} == set()
    told = (ROOT / "docs" / "compose.md").read_text()
    # The passwords are made in a loop over their names.
    made = {f"ONSHI_{name}_PASSWORD" for name in re.findall(r"^for name in (.*); do$", told, re.MULTILINE)[0].split()}
    assert {name for name, _ in used if name not in told} == made


def test_every_variable_is_a_setting() -> None:
    settings = {f"ONSHI_{name.upper()}" for name in Settings.model_fields}
    named = set(re.findall(r"ONSHI_[A-Z_]+", COMPOSE))

    assert named - settings - NOT_A_SETTING == set()


def test_nothing_is_published_beyond_this_machine() -> None:
    published = [port for service in DOCUMENT["services"].values() for port in service.get("ports", [])]

    assert len(published) == 7
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert "ports" not in DOCUMENT["services"]["postgres"]


def test_services_run_without_privileges() -> None:
    for name, service in OURS.items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name


def test_the_image_is_built_from_locked_requirements_and_runs_as_nobody() -> None:
    assert "pip install --require-hashes -r requirements/run.txt" in DOCKERFILE
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*readyz", DOCKERFILE.replace("\\\n", " "), re.MULTILINE)
    assert "index-url" not in DOCKERFILE + (ROOT / "requirements" / "run.txt").read_text()


def test_what_is_copied_into_the_image_is_let_through() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    let_through = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert sorted(name for line in copied for name in line.split()) == sorted(let_through)
