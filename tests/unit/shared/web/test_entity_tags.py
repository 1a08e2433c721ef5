"""If-Match and If-None-Match as they may come."""

import pytest

from shared.errors import RequestInvalid
from shared.web.entity_tags import NamedVersions, named_versions


def read(*lines: str) -> NamedVersions | None:
    return named_versions("if-match", [(b"if-match", line.encode("latin-1")) for line in lines])


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ((), None),
        (("*",), NamedVersions(all_of_them=True)),
        ((" * ",), NamedVersions(all_of_them=True)),
        (('"a"',), NamedVersions(strong=frozenset({'"a"'}))),
        (('""',), NamedVersions(strong=frozenset({'""'}))),
        (('"a","b"', 'W/"c"'), NamedVersions(strong=frozenset({'"a"', '"b"'}), weak=frozenset({'"c"'}))),
        ((', "a,b" ,\t, "é" ,',), NamedVersions(strong=frozenset({'"a,b"', '"é"'}))),
    ],
)
def test_a_list_over_several_lines_is_one_list(lines: tuple[str, ...], named: NamedVersions | None) -> None:
    assert read(*lines) == named


@pytest.mark.parametrize(
    "lines", [("",), ("a",), ('"a',), ('w/"a"',), ('*, "a"',), ("*", "*"), ('"a" "b"',), ('"a b"',), (",",), ("019a",)]
)
def test_what_is_neither_is_refused_and_named(lines: tuple[str, ...]) -> None:
    with pytest.raises(RequestInvalid) as refused:
        read(*lines)

    assert [(each.pointer, each.code) for each in refused.value.violations] == [("/header/if-match", "invalid")]
