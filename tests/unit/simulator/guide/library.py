"""A folder of documents as small as can be: an index in English, one page in both languages, one in English only."""

from pathlib import Path

FOLDER = "docs"
"""What the folder of the guide is called in the source."""
FILES = {
    "README.md": (
        "# Documentation\n\n## Start\n\n| page | for |\n|---|---|\n"
        "| [first.md](first.md), [日本語](first.ja.md) | the `first` check ([more](only.md)) |\n\n"
        "## Later\n\n| page | for |\n|---|---|\n| [only.md](only.md) | what is told once |\n| [x](decisions) | why |\n"
    ),
    "first.md": (
        "# A `first` check\n\n[日本語](first.ja.md)\n\n## By card\n\n"
        "Send the nonce. See [why](decisions/0001-why.md#so).\n"
    ),
    "first.ja.md": (
        "# 最初の照会\n\n[English](first.md)\n\n## カードで\n\nカードで資格確認をします。[別のページ](only.md)\n"
    ),
    "only.md": "# Told once\n\n```sh\n# no heading\nonshi up\n```\n\n## Again\n\n## Again\n",
    "decisions/0001-why.md": "# 1. Why\n\n2026-11-30\n\n## So\n\nSee [first](../first.md).\n",
}


def library(folder: Path) -> Path:
    """Write the documents into ``folder``, and return it."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
