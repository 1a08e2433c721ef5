"""Whether JSON names a member twice: then readers may differ on what it says, and one that is verified on another."""

import json


class _Twice(Exception):
    """A member came again."""


def names_a_member_twice(text: bytes) -> bool:
    """Tell whether any object in ``text``, which is JSON, has two members of one name."""
    try:
        json.loads(text, object_pairs_hook=_take)
    except (_Twice, RecursionError):
        return True
    return False


def _take(pairs: list[tuple[str, object]]) -> None:
    if len({name for name, _ in pairs}) < len(pairs):
        raise _Twice
