"""The table of words: complete in both languages, used by the templates, and by nobody twice."""

import re
from string import Formatter

import jinja2
import pytest
from jinja2 import nodes

from shared.web import docs_pages
from shared.web.pages.languages import Language
from shared.web.pages.pages import FRAME_TEMPLATES
from shared.web.pages.words import FRAME_WORDS, Words, WordTable
from simulator.pages.console import CONSOLE_PAGES
from simulator.pages.index_page import FRONT_PAGES
from tests.sample_pages import app as sample

EVERY = {"docs": docs_pages.PAGES, "sample": sample.PAGES, "console": CONSOLE_PAGES, "front": FRONT_PAGES}


def test_a_text_stands_in_the_language_that_is_asked_for() -> None:
    table = WordTable({"found": ("{count} 件", "{count} found")})

    assert table.text(Language.JAPANESE, "found", count=3) == "3 件"
    assert table.text(Language.ENGLISH, "found", count=3) == "3 found"
    with pytest.raises(KeyError):
        table.text(Language.ENGLISH, "lost")


def test_two_tables_with_one_key_are_refused() -> None:
    first: Words = {"a": ("あ", "a")}

    with pytest.raises(ValueError, match="two tables: a"):
        WordTable(first, {"a": ("い", "b")})


@pytest.mark.parametrize("name", EVERY)
def test_both_languages_have_the_same_gaps(name: str) -> None:
    for key, (japanese, english) in {**FRAME_WORDS, **EVERY[name].own_words}.items():
        assert japanese.strip(), key
        assert english.strip(), key
        assert _gaps(japanese) == _gaps(english), key


@pytest.mark.parametrize("name", EVERY)
def test_templates_use_every_word_of_their_table_and_no_other(name: str) -> None:
    pages = EVERY[name]
    environment = jinja2.Environment(autoescape=True)
    used: set[str] = set()
    beginnings: set[str] = set()
    for folder in (FRAME_TEMPLATES, pages.templates):
        for template in folder.glob("*.html"):
            tree = environment.parse(template.read_text())
            for call in tree.find_all(nodes.Call):
                if isinstance(call.node, nodes.Name) and call.node.name == "word":
                    key = call.args[0]
                    if isinstance(key, nodes.Const):
                        used.add(key.value)
                    else:
                        beginnings |= {each.value for each in key.find_all(nodes.Const)}

    assert {key for key in used if key not in pages.words} == set()
    of_tables = {*FRAME_WORDS, *pages.own_words}
    assert {key for key in of_tables - used if not key.startswith(tuple(beginnings))} == set()


def _gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None and re.fullmatch(r"\w+", name))
