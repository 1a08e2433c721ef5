"""What the generators make of the documents: everything, under names that somebody chose, without a warning."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.web.document import operations
from tests.flows.program import Simulator
from tests.generated_clients.conftest import Clients
from tests.generated_clients.page import ROOT

SERVICES = ("registry", "consent", "eligibility", "jpki", "reader", "controls")
SAID = {
    "python": r"Generating onshi_(\w+)",
    "typescript": r"✨ openapi-typescript 7\.\d+\.\d+|🚀 \S+ → (\w+)\.d\.ts \[[\d.]+m?s\]",
}
"""All that the generators say when they have nothing to complain of."""
NUMBERED = {"python-3.1": [], "python-3.0": ["onshi_consent/models/purpose_check_request_role_type_1.py"]}
"""3.0.3 has no constants: the word `other` beside the roles becomes an enumeration of one."""


def test_every_service_is_generated_without_a_warning(clients: Clients) -> None:
    said = (clients.generated.stdout + clients.generated.stderr).split("\n")
    spoken = [line.strip() for line in said if line.strip()]

    assert clients.generated.returncode == 0, clients.generated.stdout + clients.generated.stderr
    matches = [re.fullmatch(SAID[clients.language], line) for line in spoken]
    assert [line for line, match in zip(spoken, matches, strict=True) if match is None] == []
    assert {match[1] for match in matches if match} - {None} == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_becomes_a_function_of_its_name(
    simulator: Simulator, all_clients: dict[tuple[str, str], Clients], service: str
) -> None:
    names = {operation["operationId"] for _, operation in operations(document(simulator, service))}

    assert names >= {"operation_alive", "operation_ready", "operation_metrics"}
    for version in ("3.1", "3.0"):
        folder = all_clients["python", version].folder / f"onshi_{service}" / "api"
        assert {path.stem for path in folder.glob("*/[!_]*.py")} == names


@pytest.mark.parametrize("version", ["3.1", "3.0"])
def test_no_class_is_numbered(all_clients: dict[tuple[str, str], Clients], version: str) -> None:
    folder = all_clients["python", version].folder
    numbered = folder.glob("*/models/*_type_[0-9]*.py")

    assert [str(path.relative_to(folder)) for path in numbered] == NUMBERED[folder.name]


def test_both_versions_make_the_same_types(all_clients: dict[tuple[str, str], Clients]) -> None:
    for service in SERVICES:
        newer, older = (
            types_in(all_clients["typescript", version].folder / f"{service}.d.ts") for version in ("3.1", "3.0")
        )
        # 3.0.3 has no constants: true becomes any boolean.
        assert [line.replace("?: true |", "?: boolean |") for line in newer] == older


def types_in(file: Path) -> list[str]:
    """The lines of a file of types without its comments."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    # Around a choice of words that may be null, one has parentheses.
    return [line.replace("(", "").replace(")", "").rstrip() for line in text.splitlines() if line.strip()]


@pytest.mark.parametrize("service", SERVICES)
def test_every_refusal_is_typed(simulator: Simulator, service: str) -> None:
    kinds = set()
    told = document(simulator, service)
    for _, operation in operations(told):
        for status, response in operation["responses"].items():
            if status >= "400":
                described = told["components"]["responses"]["Fault"] if "$ref" in response else response
                kinds |= {media["schema"]["$ref"].rpartition("/")[2] for media in described["content"].values()}

    assert kinds == {"Problem", "Readiness"} | ({"TokenError"} if service == "registry" else set())


def document(simulator: Simulator, service: str) -> dict[str, Any]:
    url = simulator.control_url if service == "controls" else f"{simulator.base_url}/{service}"
    told: dict[str, Any] = httpx.get(f"{url}/openapi.json").raise_for_status().json()
    return told


def test_the_lock_holds_hashes_and_no_addresses() -> None:
    text = (ROOT / "tests" / "generated_clients" / "typescript" / "package-lock.json").read_text(encoding="utf-8")
    installed = {name: entry for name, entry in json.loads(text)["packages"].items() if name}

    assert len(installed) > 30
    assert [name for name, entry in installed.items() if not entry["integrity"].startswith("sha512-")] == []
    assert "resolved" not in text
    assert "://" not in text
