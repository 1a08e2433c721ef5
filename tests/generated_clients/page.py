"""The commands of docs/generated-clients.md: what a reader types is what is tried."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.flows.program import Simulator

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "generated-clients.md"
LANGUAGES = ("python", "typescript", "java", "go", "csharp")
"""In the order of the page."""
DOCUMENTS = {"3.1": "openapi.json", "3.0": "openapi-3.0.json"}


@dataclass(frozen=True)
class Commands:
    """Of one language: how clients are generated, and how the desk runs."""

    generate: str
    run: str

    def against(self, simulator: Simulator, version: str) -> "Commands":
        """Return them for this simulator and version of OpenAPI."""
        return Commands(*(_put(text, simulator, version) for text in (self.generate, self.run)))


def _put(text: str, simulator: Simulator, version: str) -> str:
    # npx looks for the tool in the project; here its folder stands on the path.
    return (
        text.replace("npx ", "")
        .replace("http://127.0.0.1:8000", simulator.base_url)
        .replace("http://127.0.0.1:8099", simulator.control_url)
        .replace("openapi.json", DOCUMENTS[version])
    )


def commands() -> dict[str, Commands]:
    """Return the page's commands by language."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return {name: Commands(*pair) for name, pair in zip(LANGUAGES, pairs, strict=True)}
