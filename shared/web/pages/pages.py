"""Pages of one part of the simulator: their templates in the frame, in the language of who reads."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from onshi.version import VERSION
from shared.problem import HELP_PREFIX
from shared.web.pages.forms import ALERT_QUERY, DONE_QUERY
from shared.web.pages.languages import QUERY, Language, keep_language, language_of
from shared.web.pages.links import link, same_page, world_prefix
from shared.web.pages.menu import Part, entries_of
from shared.web.pages.page_assets import PAGE_ASSETS
from shared.web.pages.page_headers import PAGE_HEADERS
from shared.web.pages.words import ALERT, DONE, FRAME_WORDS, Words, WordTable

if TYPE_CHECKING:
    from jinja2 import Environment

FRAME_TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Templates that extend ``frame.html``, and their words."""

    def __init__(self, templates: Path, words: Words, part: Part | None = None) -> None:
        """``templates`` is a folder, ``part`` the entry of the main menu to which these pages belong.

        Raises ValueError where ``words`` has a key of the frame.
        """
        self.templates, self._part = templates, part
        self.own_words, self.words = words, WordTable(FRAME_WORDS, words)

    def render(self, request: Request, name: str, /, *, alert: str | None = None, **values: Any) -> HTMLResponse:
        """Return the page, or the part of one, that the template ``name`` makes of ``values``.

        ``alert`` is told on top, else the one that ``see_other`` has named. A value that the template asks for and
        does not get is an internal error (StrictUndefined).
        """
        language = language_of(request)
        shown = self._environment.get_template(name).render(
            values,
            **self._of_frame(request, language),
            alert=alert or self._named(request, ALERT_QUERY, ALERT),
            done=self._named(request, DONE_QUERY, DONE),
        )
        page = HTMLResponse(shown, headers=dict(PAGE_HEADERS))
        keep_language(request, page)
        return page

    @cached_property
    def _environment(self) -> "Environment":
        # Most of a start is imports, and most processes never show a page.
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - slow to import, and only a page needs it

        return Environment(
            loader=FileSystemLoader([FRAME_TEMPLATES, self.templates]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def _of_frame(self, request: Request, language: Language) -> dict[str, Any]:
        entries = entries_of(request, self._part)

        def word(key: str, /, **values: object) -> str:
            return self.words.text(language, key, **values)

        def either(japanese: str, english: str) -> str:
            return english if language is Language.ENGLISH else japanese

        def own_link(path: str) -> str:
            return link(request, path)

        def asset(file: str) -> str:
            return link(request, PAGE_ASSETS + file)

        def help_of(code: str) -> str:
            return f"{world_prefix(request)}{HELP_PREFIX}{code}"

        of_frame: dict[str, str | list[Any] | Language | Callable[..., str] | None] = {
            "word": word,
            "either": either,
            "link": own_link,
            "asset": asset,
            "help_of": help_of,
            "language": language,
            "switch": same_page(request, **{QUERY: language.other}),
            "front": next((entry.address for entry in entries if entry.part is Part.FRONT), None),
            "menu": [entry for entry in entries if entry.part is not Part.FRONT],
            "version": VERSION,
        }
        return of_frame

    def _named(self, request: Request, query: str, kind: str) -> str | None:
        named = request.query_params.get(query)
        return named if named is not None and f"{kind}{named}" in self.words else None
