"""What the READMEs and docs tell people to type is typed here, against a simulator that runs."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.people import clinic_of, persona
from tests.flows.program import SEED_AND_DAY, Simulator, copied_world, environment, simulator_in, world_folder

ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "README.md",
    "README.ja.md",
    "docs/first-check.md",
    "docs/first-check.ja.md",
    "docs/messages.md",
    "docs/messages.ja.md",
    "docs/folders.md",
    "docs/folders.ja.md",
    "docs/client.md",
    "docs/operating.md",
    "docs/compose.md",
    "docs/fixtures.md",
    "docs/fixtures.ja.md",
    "docs/windows-and-ci.md",
)
NOT_RUN = {
    "make demo": "CI runs it by itself (.ci/run); make would install here",
    "make test": "this is one of its tests",
    "make up": "the simulator of these tests stands for it",
    "docker compose": "no container engine here",
    "openssl": "makes secrets for docker compose; docs/compose.md",
    "def test_": "a vendor's suite: tests/flows/test_plugin.py runs this one",
    "registry_url=": "addresses of docker compose",
    "class Reception(HttpUser)": "run by Locust, below",
    "--allow-public": "open to other machines: tests/flows/test_tls.py runs it for a minute",
    "onshi exec": "a world of its own: tests/flows/test_exec.py runs it",
    "world/tls/ca.pem": "of a world over TLS: tests/flows/test_tls.py",
    "onshi purge": "an administrator's: tests/flows/test_purge.py runs it",
}
"""A block with one of these in it is not run as it stands, and why."""


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    page: str
    number: int
    language: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.page} block {self.number}"


def blocks(language: str) -> list[Block]:
    found = []
    for page in PAGES:
        fenced = re.findall(
            r"^```(\w+)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        found += [Block(page, number, *pair) for number, pair in enumerate(fenced, start=1) if pair[0] == language]
    return found


def is_run(block: Block) -> bool:
    return not any(mark in block.text for mark in NOT_RUN)


def runnable(language: str) -> list[Block]:
    return [block for block in blocks(language) if is_run(block)]


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """The world that the pages' numbers are of, on free ports; of these tests alone, as the pages add people."""
    with copied_world(stopped_world) as folder, simulator_in(folder, *SEED_AND_DAY) as started:
        yield started


def as_here(text: str, simulator: Simulator) -> str:
    """Put the addresses of this simulator where the pages name the usual ones, also where a command assumes them."""
    urls = f"--url {simulator.base_url} --control-url {simulator.control_url}"
    text = re.sub(r"^(\.venv/bin/onshi check .*)$", rf"\1 {urls}", text, flags=re.MULTILINE)
    text = re.sub(r"^(\.venv/bin/onshi agent .*) &$", rf"\1 {urls} &", text, flags=re.MULTILINE)
    text = re.sub(
        r"^(\.venv/bin/onshi (?:personas|credentials|message).*)$",
        rf"\1 --control-url {simulator.control_url}",
        text,
        flags=re.MULTILINE,
    )
    text = text.replace(".venv/bin/onshi", f"{sys.executable} -P -m simulator")
    return text.replace("http://127.0.0.1:8000", simulator.base_url).replace(
        "http://127.0.0.1:8099", simulator.control_url
    )


def typed(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.parametrize("block", runnable("sh"), ids=lambda block: block.name)
def test_the_commands_work(simulator: Simulator, block: Block, tmp_path: Path) -> None:
    # What a page leaves in the background ends with it, also where a command of it fails.
    whole = "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n" + as_here(block.text, simulator)
    finished = typed(["bash", "-euo", "pipefail", "-c", whole], tmp_path)

    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.strip()
    if "/eligibility/v1/checks" in block.text or "onshi check" in block.text:
        assert re.search(r'"validity": ?"valid"', finished.stdout)
    if "OQS/res" in block.text:
        assert "<QualificationValidity>1</QualificationValidity>" in finished.stdout


@pytest.mark.parametrize("block", runnable("python"), ids=lambda block: block.name)
def test_the_python_works(simulator: Simulator, block: Block, tmp_path: Path) -> None:
    finished = typed([sys.executable, "-W", "error", "-c", as_here(block.text, simulator)], tmp_path)

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith("valid ")


def test_the_locust_file_checks_patients(simulator: Simulator, tmp_path: Path) -> None:
    block, *_ = [block for block in blocks("python") if "class Reception(HttpUser)" in block.text]
    file = tmp_path / "locustfile.py"
    file.write_text(as_here(block.text, simulator))

    options = ("--headless", "--users", "40", "--spawn-rate", "40", "--run-time", "3s", "--only-summary")
    finished = typed([sys.executable, "-m", "locust", "-f", str(file), *options], tmp_path)

    assert finished.returncode == 0, finished.stderr
    assert re.search(r"/eligibility/v1/checks +\d+ +0\(0\.00%\)", finished.stderr + finished.stdout)


@pytest.mark.parametrize("name", ["insured", "forbidden"])
def test_the_example_answers_in_the_document_are_what_the_simulator_answers(simulator: Simulator, name: str) -> None:
    document = httpx.get(f"{simulator.base_url}/eligibility/openapi.json").json()
    operation = document["paths"]["/v1/checks"]["post"]
    request = operation["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    shown = operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]
    with clinic_of(simulator.base_url, simulator.control_url) as clinic:
        headers = {"Authorization": f"Bearer {clinic.token()}"}

    answer = httpx.post(f"{simulator.base_url}/eligibility/v1/checks", json=request, headers=headers).json()

    assert without_this_moment(answer) == without_this_moment(shown)


def test_what_the_pages_show_finds_the_patient_in_a_world_of_another_day() -> None:
    with (
        world_folder() as folder,
        simulator_in(folder, "--date", "2030-02-28") as started,
        clinic_of(started.base_url, started.control_url) as clinic,
    ):
        document = httpx.get(f"{started.base_url}/eligibility/openapi.json").json()
        examples = document["paths"]["/v1/checks"]["post"]["requestBody"]["content"]["application/json"]["examples"]
        first = next(iter(examples.values()))["value"]
        headers = {"Authorization": f"Bearer {clinic.token()}"}
        answer = httpx.post(f"{started.base_url}/eligibility/v1/checks", json=first, headers=headers).json()
        in_pages = {
            match
            for page in ("docs/first-check.md", "docs/first-check.ja.md", "docs/client.md")
            for line in (ROOT / page).read_text(encoding="utf-8").splitlines()
            # A line that names somebody makes a person of one's own.
            if '"name"' not in line
            for match in re.findall(r'birthdate"?\s*[=:]\s*"([-0-9]+)"', line)
        }

    assert (answer["validity"], answer["as_of"]) == ("valid", "2030-02-28")
    assert in_pages == {first["insured"]["birthdate"]}


@pytest.mark.parametrize("path", ["/v1/insurers", "/v1/persons", "/v1/coverages"])
def test_the_registrys_examples_are_answered_as_they_say(simulator: Simulator, path: str) -> None:
    registry = f"{simulator.base_url}/registry"
    paths = httpx.get(f"{registry}/openapi.json").json()["paths"]
    operation = paths[path]["post"]
    sent = operation["requestBody"]["content"]["application/json"]["examples"]["example"]["value"]
    shown = operation["responses"]["201"]["content"]["application/json"]["examples"]["example"]["value"]
    form = paths["/v1/oauth/token"]["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    login = form["examples"]["example"]["value"]
    assert httpx.post(f"{registry}/v1/oauth/token", data=login).status_code == 200
    operator = {**login, "client_id": "operator", "client_secret": "operator-development-secret"}
    token = httpx.post(f"{registry}/v1/oauth/token", data=operator).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    if "person_id" in sent:
        # A placeholder: whoever the example of a person makes.
        person = paths["/v1/persons"]["post"]["requestBody"]["content"]["application/json"]["examples"]["example"]
        made_before = httpx.post(f"{registry}/v1/persons", json=person["value"], headers=headers).json()
        sent["person_id"] = shown["person_id"] = made_before["person_id"]

    answer = httpx.post(f"{registry}{path}", json=sent, headers=headers)

    assert answer.status_code == 201
    made = {"person_id", "coverage_id", "version", "recorded_at"} - sent.keys()
    assert {**answer.json(), **dict.fromkeys(made)} == {**shown, **dict.fromkeys(made)}


def without_this_moment(answer: dict[str, Any]) -> dict[str, Any]:
    # The clinic's own number for the patient: the page about messages registers one.
    results = [
        {**each, "limit": {**each["limit"], "consented_at": None}, "reference_number": None}
        for each in answer["results"]
    ]
    return {**answer, "check_id": None, "checked_at": None, "results": results}


def test_the_numbers_in_the_csharp_sample_are_those_of_the_persona(simulator: Simulator) -> None:
    block, *_ = blocks("csharp")
    insured = persona(simulator.control_url, "employee-with-limit")["insured"]

    assert {name: value for name, value in insured.items() if f'{name} = "{value}"' not in block.text} == {}


def test_every_make_target_of_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for page in (*PAGES, "CONTRIBUTING.md")
        for word in re.findall(r"(?:^|`)make ([a-z-]+)", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert named
    assert named - targets == set()


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("shared/**/*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not (page.parent / link).exists()
    ]

    assert broken == []


def test_every_reason_not_to_run_a_block_is_needed() -> None:
    everything = "".join(block.text for language in ("sh", "python") for block in blocks(language))

    assert [mark for mark in NOT_RUN if mark not in everything] == []
