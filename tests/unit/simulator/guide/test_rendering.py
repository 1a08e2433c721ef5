"""Markdown as HTML."""

from shared.web.pages.languages import Language
from simulator.guide.rendering import Rendered, render
from simulator.guide.targets import Kind, Target

EN = Language.ENGLISH


def resolve(link: str) -> Target:
    kinds = {"web": Kind.WEB, "lost": Kind.NOWHERE}
    return Target(kinds.get(link, Kind.PAGE), f"to-{link}")


def rendered(markdown: str) -> Rendered:
    return render(markdown, resolve, EN)


def test_the_title_is_the_frames_and_headings_have_anchors() -> None:
    page = rendered("# Title\n\n## A `part`\n\ntext\n")

    assert "<h1" not in page.html
    assert '<h2 id="a-part">A <code>part</code></h2>' in page.html
    assert [(each.level, each.anchor, each.text) for each in page.headings] == [(2, "a-part", "A part")]


def test_links_lead_where_they_are_said_to_and_nowhere_else() -> None:
    page = rendered("[a](x.md) [b](web) [c](lost) ![p](p.png)")

    assert '<a href="to-x.md">a</a>' in page.html
    assert '<a href="to-web" rel="external noreferrer">b</a>' in page.html
    assert "</a> c <img" in page.html
    assert '<img src="to-p.png" alt="p"' in page.html
    assert [link for link, _ in page.targets] == ["x.md", "web", "lost", "p.png"]


def test_a_cell_names_its_column_and_has_no_style_of_its_own() -> None:
    page = rendered("| code | yen | |\n|---|--:|---|\n| A | 10 | b |\n")

    assert '<th scope="col">code</th>' in page.html
    assert '<td class="amount"><small class="head">yen</small>10</td>' in page.html
    assert "<td></td>" in page.html
    assert "style=" not in page.html


def test_no_html_of_a_document_is_html_of_the_page_but_its_anchors() -> None:
    page = rendered(
        '<!-- made by make -->\n\n<script>alert(1)</script>\n\n<b onclick="x">b</b> <a id="cards"></a>cards<br>x\n'
    )

    assert "<!--" not in page.html
    assert "<script" not in page.html
    assert "<b " not in page.html
    assert "cards<br>x" in page.html
    assert '<a id="cards"></a>cards' in page.html
    assert "cards" in page.anchors


def test_a_line_that_ends_within_japanese_goes_on_without_a_space() -> None:
    assert rendered("資格\n確認です。\ntwo\nwords").html == "<p>資格確認です。\ntwo\nwords</p>\n"


def test_a_listing_is_coloured_escaped_and_can_be_copied() -> None:
    page = rendered('```python\nif "<a>":\n```\n\n```unheard-of\n<a>\n```\n')

    assert '<pre data-copy="Copy" data-copied="Copied"><code><span class="k">if</span>' in page.html
    assert "&lt;a&gt;" in page.html
    assert "<a>" not in page.html
