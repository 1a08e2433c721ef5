"""The tables of docs/conformance.md and docs/conformance.ja.md, made from the rules: `make docs` writes them."""

from collections.abc import Callable
from pathlib import Path

from simulator.conformance.rule import Rule
from simulator.conformance.rule_base import RULES

_DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH, JAPANESE = _DOCS / "conformance.md", _DOCS / "conformance.ja.md"
BEGIN, END = "<!-- rules: made by `make docs` -->\n", "<!-- end of the rules -->\n"


def page(path: Path) -> str:
    """Return a page as it is, with its table as the rules are."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{_table(path)}{END}{after}"


def _table(path: Path) -> str:
    heads, row = ("| 規則 | 内容 | 理由 | 根拠 |", _japanese) if path == JAPANESE else _ENGLISH
    return "\n".join([heads, "|---|---|---|---|", *map(row, RULES)]) + "\n"


def _english(rule: Rule) -> str:
    return f"| `{rule.id}` | {rule.title}. {rule.reason} | {rule.broken_by} | {rule.source} |"


def _japanese(rule: Rule) -> str:
    return f"| `{rule.id}` | {rule.title_ja} | {rule.reason_ja} | {rule.source} |"


_ENGLISH: tuple[str, Callable[[Rule], str]] = ("| rule | what, and why | broken by | source |", _english)

if __name__ == "__main__":
    for each in (ENGLISH, JAPANESE):
        each.write_text(page(each), encoding="utf-8")
