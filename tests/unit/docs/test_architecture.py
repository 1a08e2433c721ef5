"""docs/architecture.md has a picture of the tree: every folder is in it, and nothing that is not there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PICTURED = ("simulator", "services", "shared")


def pictured() -> set[str]:
    """The folders of the picture, by their indentation of two blanks a level."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    picture = page.split("## The tree")[1].split("```")[1]
    at: list[str] = []
    found = set()
    for blanks, name in re.findall(r"^( *)([a-z_]+)/ ", picture, re.MULTILINE):
        at = [*at[: len(blanks) // 2], name]
        found.add("/".join(at))
    return {path for path in found if path.split("/")[0] in PICTURED}


def folders() -> set[str]:
    services = {path.parent for path in (ROOT / "services").glob("*/app.py")}
    tops = [ROOT / "simulator", ROOT / "shared", *services]
    inside = {file.parent for top in tops for file in top.glob("*/*.py")}
    return {path.relative_to(ROOT).as_posix() for path in {*tops, ROOT / "services", *inside}}


def test_the_picture_of_the_tree_has_every_folder_and_no_other() -> None:
    assert pictured() == folders()
