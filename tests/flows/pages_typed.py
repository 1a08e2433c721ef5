"""Pages whose commands are typed in one shell, in order: the commands of each step, and what they print."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
END = "-- end of step --"


def steps(page: Path) -> list[tuple[str, str]]:
    """Return the commands of each step, and what they print."""
    fenced = re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    found: list[tuple[str, str]] = []
    for language, text in fenced:
        if language == "sh":
            found.append((text, ""))
        elif language == "text":
            commands, _ = found.pop()
            found.append((commands, text))
    return found
