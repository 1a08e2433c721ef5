"""A message without a reference is read on a shorter way, to the same as on the long one; costs a second."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.eligibility.faces.oqs.fields import Text
from services.eligibility.faces.oqs.sent import Sent
from services.eligibility.faces.oqs.xml_form import read_xml, write_xml

TEXTS = st.text(st.sampled_from("a1 模ｱ\u3000\t\n"), max_size=6)
TREES = st.recursive(
    TEXTS, lambda inner: st.lists(st.tuples(st.sampled_from("ABC"), inner), min_size=1, max_size=4), max_leaves=12
)
BLANKS = st.sampled_from(["", " ", "\n  ", "\r\n\t"])
Tree = str | list[tuple[str, "Tree"]]


def written(tree: Tree, blanks: str) -> str:
    if isinstance(tree, str):
        return tree
    return "".join(f"{blanks}<{name}>{written(inner, blanks)}</{name}>" for name, inner in tree) + blanks


def told(sent: Sent) -> object:
    """Return what a message holds, and how each leaf is written back."""
    if sent.members:
        return [(name, [told(each) for each in found]) for name, found in sent.members.items()]
    return str(sent.text), write_xml([("A", sent.text)], "utf-8")


@given(TREES, BLANKS)
def test_both_ways_read_the_same(tree: Tree, blanks: str) -> None:
    body = written(tree, blanks)

    # A comment between the elements takes the long way.
    assert told(read_xml(f"<XmlMsg>{body}</XmlMsg>")) == told(read_xml(f"<!-- --><XmlMsg>{body}</XmlMsg>"))


@pytest.mark.parametrize("markup", ["a", "模擬　太郎", "a>b", "a&amp;b", "a\r\nb", "a\rb", "&#x61;", "x" * 20_000])
def test_a_leaf_is_written_back_as_it_stood(markup: str) -> None:
    leaf = read_xml(f"<XmlMsg>\r\n  <A>{markup}</A>\r\n</XmlMsg>").leaf("A")

    assert isinstance(leaf, Text)
    assert f"<A>{markup}</A>".encode() in write_xml([("A", leaf)], "utf-8")


def test_of_a_structure_no_text_is_kept() -> None:
    sent = read_xml("<XmlMsg>x<A>1</A>y<A>2</A>z</XmlMsg>")

    assert (sent.text, [each.text for each in sent.all("A")], repr(sent)) == ("", ["1", "2"], "Sent()")
