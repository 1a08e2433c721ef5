"""A running simulator, and clients generated from what it serves with the tools in build/clients."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.flows.program import OF_A_COMPANY, Simulator, copied_world, environment, simulator_in
from tests.generated_clients.page import DOCUMENTS, ROOT, Commands, commands

HERE = Path(__file__).parent
TOOLS = ROOT / "build" / "clients"
PATHS = {
    "python": TOOLS / "python" / "bin",
    "typescript": TOOLS / "typescript" / "node_modules" / ".bin",
}
# TypeScript looks for what is installed in the folders above.
FOLDERS = {"python": TOOLS / "generated", "typescript": TOOLS / "typescript"}
BESIDE = {"python": ("desk.py", "generator.yml"), "typescript": ("desk.ts", "tsconfig.json")}
KINDS = [(language, version) for language in PATHS for version in DOCUMENTS]


@dataclass(frozen=True)
class Clients:
    """Clients of all services in one language, from one version of the documents."""

    language: str
    folder: Path
    commands: Commands
    generated: subprocess.CompletedProcess[str]

    def types(self, command: str, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Type a command where the clients are."""
        return _typed(command, self.folder, self.language, more)


@pytest.fixture(scope="session")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """The world that the expected values are of."""
    with (
        copied_world(stopped_world) as folder,
        simulator_in(folder, "--workers", "1") as started,
    ):
        yield started


@pytest.fixture(scope="session")
def all_clients(simulator: Simulator) -> dict[tuple[str, str], Clients]:
    """By language and version; made at the same time, as they wait for each other's processes."""
    missing = [str(path) for path in PATHS.values() if not path.is_dir()]
    assert missing == [], "`make test-clients` lays the generators there"
    with ThreadPoolExecutor(len(KINDS)) as pool:
        return dict(zip(KINDS, pool.map(lambda kind: _generate(simulator, *kind), KINDS), strict=True))


@pytest.fixture(params=KINDS, ids="-".join)
def clients(request: pytest.FixtureRequest, all_clients: dict[tuple[str, str], Clients]) -> Clients:
    """One of them."""
    return all_clients[request.param]


def _generate(simulator: Simulator, language: str, version: str) -> Clients:
    folder = FOLDERS[language] / f"{language}-{version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in BESIDE[language]:
        shutil.copy(HERE / language / name, folder)
    typed = commands()[language].against(simulator, version)
    return Clients(language, folder, typed, _typed(typed.generate, folder, language))


def _typed(
    command: str, folder: Path, language: str, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    # The generators and what they write obey the environment: a company's proxy is the vendor's to configure.
    plain = {name: value for name, value in environment(more).items() if name not in OF_A_COMPANY}
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**plain, "PATH": f"{PATHS[language]}:{plain['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
