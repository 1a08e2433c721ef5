"""Desks in Java, Go and C#: one generated client of all services, compiled, and answered what the persona has."""

import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

from tests.flows.program import Simulator, environment
from tests.generated_clients.page import ROOT, commands

HERE = Path(__file__).parent
TOOLS = ROOT / "build" / "clients"
BESIDE = {"java": ("Desk.java",), "go": ("desk.go", "go.mod"), "csharp": ("Desk.cs",)}
WITHIN_S = 600
"""Of one language, on a machine that is busy with the others."""
DEBIAN = ("httpmime.jar", "geronimo-annotation-1.3-spec.jar")
TOLD = """\
token refused, 401, true
token, Bearer, 600
by card, my_number_card, uketsuke-1, 2026-11-20
validity, answered, valid
insurer, 01139013, 30
limit, A03, 85800
refused, urn:onshi:problem:nonce-used, 409, false
"""


@pytest.mark.parametrize("language", BESIDE)
def test_the_desk_is_compiled_and_answered_what_the_persona_has(simulator: Simulator, language: str) -> None:
    folder = TOOLS / "generated" / language
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in BESIDE[language]:
        shutil.copy(HERE / language / name, folder)
    typed = commands()[language].against(simulator, "3.1")

    made = run(typed.generate, folder, simulator)
    assert made.returncode == 0, made.stdout[-4_000:] + made.stderr[-4_000:]
    ran = run(typed.run, folder, simulator)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, TOLD, "")


def test_the_first_call_of_the_tutorial_is_compiled_and_answered(simulator: Simulator, tmp_path: Path) -> None:
    for page in ("docs/first-check.md", "docs/first-check.ja.md"):
        (code,) = re.findall(
            r"^```csharp\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        (tmp_path / "First.cs").write_text(code.replace("http://127.0.0.1:8000", simulator.base_url), encoding="utf-8")
        made = run(
            "cp /usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll .\n"
            "mcs -nologo -langversion:latest -out:First.exe -r:Newtonsoft.Json.dll -r:System.Net.Http First.cs\n"
            "mono First.exe",
            tmp_path,
            simulator,
        )

        assert (made.returncode, made.stdout, made.stderr) == (0, "valid\n", "")


def run(command: str, folder: Path, simulator: Simulator) -> subprocess.CompletedProcess[str]:
    """Type commands of the page; whatever they need is here already."""
    persona = httpx.get(f"{simulator.control_url}/personas/employee-with-limit").raise_for_status().json()
    told = environment({"CARD_ID": persona["card"]["card_id"], "JARS": jars(), "GOPROXY": "off", "GOFLAGS": "-mod=mod"})
    # Mono asks a proxy of the environment for loopback too.
    plain = {name: value for name, value in told.items() if not name.lower().endswith("_proxy")}
    return subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**plain, "PATH": f"{TOOLS / 'python' / 'bin'}:{plain['PATH']}"},
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )


def jars() -> str:
    """Jackson stands in the generator's own jar; Debian has the rest."""
    (generator,) = TOOLS.glob("python/lib/*/site-packages/openapi_generator_cli/openapi-generator.jar")
    return ":".join([str(generator), *(f"/usr/share/java/{name}" for name in DEBIAN)])
