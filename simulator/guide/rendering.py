"""Markdown as HTML that the frame's content security policy takes: no script, no style of its own, known links only."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from shared.web.pages.languages import Language
from simulator.guide.anchors import Anchors
from simulator.guide.line_ends import has_no_space
from simulator.guide.targets import Kind, Target

_ANCHOR = re.compile(r'<a id="([a-z0-9-]+)">')
_RIGHT = "text-align:right"
_COMMENT = "<!--"
_KEPT = ("</a>", "<br>")
_COPY = {Language.JAPANESE: ("コピー", "コピーしました"), Language.ENGLISH: ("Copy", "Copied")}

Resolve = Callable[[str], Target]
"""Tells where a link of the document leads."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is shown, without its title, which stands in the frame."""

    html: str
    headings: tuple[Heading, ...]
    anchors: frozenset[str]
    """All that a link may name: headings, and anchors that the text sets itself."""
    targets: tuple[tuple[str, Target], ...]
    """Every link and picture as written, with where it leads."""


@dataclass(slots=True)
class _Found:
    anchors: Anchors = field(default_factory=Anchors)
    headings: list[Heading] = field(default_factory=list)
    targets: list[tuple[str, Target]] = field(default_factory=list)


def render(markdown: str, resolve: Resolve, language: Language) -> Rendered:
    """Return the page that ``markdown`` makes; ``language`` is that of the buttons beside its listings."""
    parser, found = _parser(language), _Found()
    tokens = _without_title(parser.parse(markdown), found)
    _name_headings(tokens, found)
    _lead_links(tokens, resolve, found)
    _name_columns(tokens)
    html = parser.renderer.render(tokens, parser.options, {})
    anchors = frozenset({each.anchor for each in found.headings} | set(_ANCHOR.findall(html)))
    return Rendered(html, tuple(found.headings), anchors, tuple(found.targets))


def _parser(language: Language) -> MarkdownIt:
    def listing(code: str, name: str, _attributes: str) -> str:
        copy, copied = _COPY[language]
        return f'<pre data-copy="{copy}" data-copied="{copied}"><code>{_highlighted(code, name)}</code></pre>\n'

    parser = MarkdownIt("commonmark", {"html": True, "highlight": listing}).enable(["table", "strikethrough"])
    parser.add_render_rule("html_block", _raw)
    parser.add_render_rule("html_inline", _raw)
    parser.add_render_rule("column_name", _column_name)
    parser.add_render_rule("softbreak", _line_end)
    return parser


def _raw(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    """Keep anchors and breaks, leave comments out; any other HTML is shown as it is written."""
    content = tokens[index].content
    if content in _KEPT or _ANCHOR.fullmatch(content):
        return content
    return "" if content.lstrip().startswith(_COMMENT) else escape(content)


def _line_end(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    return "" if has_no_space(tokens[index - 1].content, tokens[index + 1].content) else "\n"


def _highlighted(code: str, name: str) -> str:
    try:
        lexer = get_lexer_by_name(name)
    except ClassNotFound:
        return escape(code)
    shown: str = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return shown


def _without_title(tokens: list[Token], found: _Found) -> list[Token]:
    """Return the tokens below the first h1; its anchor is taken all the same."""
    if len(tokens) > 2 and tokens[0].tag == "h1":  # noqa: PLR2004 - what a heading is made of
        found.anchors.anchor_of(_plain(tokens[1]))
        return tokens[3:]
    return tokens


def _name_headings(tokens: Sequence[Token], found: _Found) -> None:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            text = _plain(inline)
            anchor = found.anchors.anchor_of(text)
            opening.attrSet("id", anchor)
            found.headings.append(Heading(int(opening.tag[1:]), anchor, text))


def _lead_links(tokens: Sequence[Token], resolve: Resolve, found: _Found) -> None:
    for token in tokens:
        for each in token.children or ():
            _lead(each, resolve, found)
        if token.children:
            token.children = _without_links_to_nowhere(token.children)


def _lead(token: Token, resolve: Resolve, found: _Found) -> None:
    attribute = {"link_open": "href", "image": "src"}.get(token.type)
    if attribute is None:
        return
    link = str(token.attrGet(attribute))
    target = resolve(link)
    found.targets.append((link, target))
    token.attrSet(attribute, target.address)
    if target.kind is Kind.WEB:
        token.attrSet("rel", "external noreferrer")
    token.meta = {"kind": target.kind}


def _without_links_to_nowhere(tokens: Sequence[Token]) -> list[Token]:
    kept: list[Token] = []
    is_dropped = False
    for token in tokens:
        if token.type == "link_open":
            is_dropped = token.meta.get("kind") in (Kind.REPOSITORY, Kind.NOWHERE)
        if not (is_dropped and token.type in ("link_open", "link_close")):
            kept.append(token)
    return kept


def _name_columns(tokens: Sequence[Token]) -> None:
    """Write each column's name into its cells, for screens on which a row is a card; align by class, not by style."""
    names: list[str] = []
    column, in_head = 0, False
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            names = []
        elif token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            column = 0
        elif token.type in ("th_open", "td_open"):
            if token.attrs.pop("style", "") == _RIGHT:
                token.attrSet("class", "amount")
            if in_head:
                names.append(_plain(tokens[index + 1]))
                _head(token, tokens[index + 2], names[-1])
            elif names[column]:
                _put_name(tokens[index + 1], names[column])
            column += 1


def _head(opening: Token, closing: Token, name: str) -> None:
    """Make a column's head of the cell; a column without a name has none (an empty th tells nobody anything)."""
    if name:
        opening.attrSet("scope", "col")
    else:
        opening.tag = closing.tag = "td"


def _put_name(inline: Token, name: str) -> None:
    inline.children = [Token("column_name", "", 0, content=name), *(inline.children or ())]


def _column_name(_self: object, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
    return f'<small class="head">{escape(tokens[index].content)}</small>'


def _plain(inline: Token) -> str:
    """Return the text of ``inline`` without marks."""
    return "".join(each.content for each in inline.children or () if each.type in ("text", "code_inline", "softbreak"))
