"""Chance that can be repeated: made of the rule's key and of what a request or a counter says, never of arrival."""

from collections.abc import Callable
from hashlib import sha256
from hmac import digest

import msgspec

from simulator.faults.rule import Rule

Uniform = Callable[[str], float]
_OF_64_BITS = 2.0**64


def key_of(seed: int, rule: Rule) -> str:
    """Return a rule's key: two rules that say the same in worlds of one seed have the same."""
    said = msgspec.json.encode([rule.kind, rule.parameters, rule.match, rule.share, rule.note], order="sorted")
    return digest(str(seed).encode(), said, sha256).hex()


def is_in_share(key: bytes, share: float, request_key: bytes) -> bool:
    """Tell whether a request belongs to the share of all requests that a rule takes."""
    return _fraction(digest(key, b"share\0" + request_key, sha256)) < share


def drawn(key: bytes, number: int) -> Uniform:
    """Return what draws numbers from 0 up to 1 by name, for the ``number``-th firing of a rule."""
    return lambda name: _fraction(digest(key, f"{name}\0{number}".encode(), sha256))


def _fraction(made: bytes) -> float:
    return int.from_bytes(made[:8], "big") / _OF_64_BITS
