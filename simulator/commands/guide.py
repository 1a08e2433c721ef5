"""`onshi guide`: the guide in the terminal, without a simulator that runs."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from simulator.commands.environment import environment_of
from simulator.commands.failing import USAGE, fail

if TYPE_CHECKING:
    from shared.web.pages.languages import Language
    from simulator.guide.guide import Guide
    from simulator.guide.refusals import RefusalPage

_REFUSALS = "refusals/"
_MOST_HITS = 10


class NoSuchPage(Exception):
    """The guide has no such page."""


def guide(
    context: typer.Context,
    page: Annotated[
        str | None, typer.Argument(help="Its name, as first-check, or refusals/CODE. Left out: the list of pages.")
    ] = None,
    search: Annotated[str | None, typer.Option(help="Show where these words are, in Japanese or English.")] = None,
    lang: Annotated[
        Literal["ja", "en"] | None, typer.Option(help="The language. Default: that of LANG, else English.")
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Print all pages as one file, for a coding agent.")] = False,
) -> None:
    """Show a page of the guide (説明書), the list of pages, or where words are; all of it without internet.

    Examples: `onshi guide first-check`, `onshi guide refusals/nonce-used --lang ja`, `onshi guide --search 限度額`.
    """
    from shared.web.pages.languages import Language
    from simulator.guide.guide import Guide
    from simulator.guide.llms import llms_full

    of_machine = "ja" if environment_of(context).get("LANG", "").startswith("ja") else "en"
    language, held = Language(lang or of_machine), Guide()
    try:
        if whole:
            sys.stdout.write(llms_full(held.documents))
        elif search is not None:
            print("\n".join(_found(held, search, language)))
        elif page is not None:
            _show(_page(held, page.removesuffix(".md"), language))
        else:
            print("\n".join(_contents(held, language)))
    except NoSuchPage as error:
        fail(error, USAGE)


def _contents(held: "Guide", language: "Language") -> Iterator[str]:
    for group in held.contents(language):
        yield f"\n{group.title}"
        yield from (f"  {entry.name:<20} {entry.title}" for entry in group.entries)
    yield "\nonshi guide PAGE, onshi guide refusals/CODE, onshi guide --search WORDS"


def _found(held: "Guide", words: str, language: "Language") -> Iterator[str]:
    _, hits = held.search(words, language)
    if not hits:
        yield "nothing was found; try other words（見つかりませんでした）"
    for hit in hits[:_MOST_HITS]:
        yield f"{hit.section.name}: {hit.section.heading}"
        yield f"  {hit.before}{hit.found}{hit.after}"


def _page(held: "Guide", name: str, language: "Language") -> str:
    from shared.nearest import did_you_mean, nearest
    from simulator.guide.refusals import codes, refusal_page

    if name.startswith(_REFUSALS) and (refusal := refusal_page(name.removeprefix(_REFUSALS))) is not None:
        return _told(refusal, is_english=language == "en")
    if name in held.documents:
        return held.documents.shown(name, language).text
    shown = {code: _REFUSALS + code for code in codes()}
    if not name.startswith(_REFUSALS):
        shown |= {page: page for page in held.documents.names}
    near = [shown[each] for each in nearest(name.removeprefix(_REFUSALS), shown)]
    raise NoSuchPage(f"the guide has no page {name!r}{did_you_mean(near, '`onshi guide` lists the pages')}")


def _told(refusal: "RefusalPage", *, is_english: bool) -> str:
    title, cause, cure = (pair[is_english] for pair in (refusal.title, refusal.cause, refusal.cure))
    named = ("Cause", "What to do") if is_english else ("原因", "対処")
    return f"# {refusal.code} ({refusal.status})\n\n{title}\n\n## {named[0]}\n\n{cause}\n\n## {named[1]}\n\n{cure}\n"


def _show(markdown: str) -> None:
    """Print ``markdown``: laid out in a terminal, as it is written where another program reads it."""
    if not sys.stdout.isatty():
        sys.stdout.write(markdown)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(markdown))
