"""The rules of a chain and their version are changed together."""

import ast
from hashlib import sha256
from pathlib import Path

import shared.pki
from shared.pki.chain import RULES_VERSION

_FILES = ("accepted_algorithms.py", "chain.py", "leaf_usage.py", "profile.py", "roots.py")
"""What decides which certificates are accepted."""
_KNOWN = {b"chain-1": "411a73d5298718e9dc2b2599b4476e39fbf80a4a645a072e7c83140f405259b3"}
"""SHA-256 of the code of those files, by the version of the rules."""


def test_who_changes_a_rule_raises_the_version() -> None:
    # What was verified under older rules is recognised by its mark as long as the version stays. So: where the code
    # accepts other certificates now, raise RULES_VERSION; where it accepts the same ones, write the new hash here.
    assert _code() == _KNOWN[RULES_VERSION]


def _code() -> str:
    folder = Path(shared.pki.__file__).parent
    trees = [_without_words(ast.parse((folder / name).read_text(encoding="utf-8"))) for name in _FILES]
    return sha256("\n".join(ast.dump(tree) for tree in trees).encode()).hexdigest()


def _without_words(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # type: ignore[attr-defined]
    return tree


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
