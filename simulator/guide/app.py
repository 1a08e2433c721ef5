"""``/guide/``: pages, search, a page for each refusal, the Markdown itself, and the whole for coding agents."""

from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from markupsafe import Markup
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from shared.domain.my_number import may_be_my_number, my_number_at
from shared.errors import MyNumberNotAccepted, ResourceNotFound
from shared.nearest import nearest
from shared.problem import TYPE_PREFIX
from shared.web.internal_errors import AnswerInternalErrors
from shared.web.not_found import nothing_called_so
from shared.web.pages.languages import QUERY, Language, language_of
from shared.web.pages.links import link, whole_address
from shared.web.pages.menu import Part
from shared.web.pages.page_assets import add_page_assets
from shared.web.pages.page_query import page_query
from shared.web.pages.pages import Pages
from shared.web.problems import handle_problems
from shared.web.strict_routes import StrictRouter
from simulator.guide.documents import CONTENTS
from simulator.guide.guide import Guide
from simulator.guide.llms import llms, llms_full
from simulator.guide.refusals import codes, refusal_page
from simulator.guide.search import Hit
from simulator.guide.targets import address_of
from simulator.guide.words import GUIDE_WORDS

NAME = "guide"
"""What the guide is served under."""
_PAGES = Pages(Path(__file__).parent / "templates", GUIDE_WORDS, Part.GUIDE)
_STYLE = Path(__file__).parent / "assets" / "guide.css"
_KEPT = {"Cache-Control": "no-cache"}
_MARKDOWN = "text/markdown; charset=utf-8"
_SHOWN_LEVEL = 2
_RELATED = ("personas", "odd-proofs", "faults", "conformance")


def guide_app(guide: Guide | None = None) -> FastAPI:
    """Return the app; its addresses stand below the one that it is served under.

    ``/llms.txt`` and ``/llms-full.txt`` are served at the root too, where coding agents look for them.
    """
    shown = _Shown(guide or Guide())
    router = StrictRouter(dependencies=[Depends(page_query)], include_in_schema=False)
    # In this order: the last takes every name.
    router.get("/")(shown.front)
    router.get("/search")(shown.search)
    router.get("/refusals/{code}")(shown.refusal)
    router.get(f"/{TYPE_PREFIX}{{code}}")(shown.refusal)
    router.get("/llms.txt")(shown.llms)
    router.get("/llms-full.txt")(shown.llms_full)
    router.get("/assets/guide.css")(shown.style)
    app = FastAPI(title="onshi guide", openapi_url=None, redirect_slashes=False)
    handle_problems(app)
    app.add_middleware(AnswerInternalErrors)
    add_page_assets(app)
    router.get("/{name:path}")(shown.page)
    app.include_router(router)
    return app


class _Shown:
    """The routes. None of them waits, so each runs in a thread of the framework's own and holds nobody up."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide

    def front(self, request: Request) -> Response:
        return self._document(request, CONTENTS)

    def page(self, request: Request, name: str) -> Response:
        if (file := self._guide.file(name)) is not None:
            return FileResponse(file, headers=_KEPT)
        if name.endswith(".md"):
            return self._markdown(name)
        found = f"{name}{CONTENTS}" if name.endswith("/") else name
        # A page has one address: the list of pages is not there a second time.
        if name.endswith(CONTENTS):
            raise ResourceNotFound
        return self._document(request, found)

    def search(self, request: Request, q: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
        if may_be_my_number(q):
            raise MyNumberNotAccepted([my_number_at("/query/q")])
        language = language_of(request)
        of_pages, hits = self._guide.search(q, language)
        is_elsewhere = of_pages is not language
        asks = f"?{QUERY}={of_pages}" if is_elsewhere else ""
        found = [_as_shown(request, hit, asks) for hit in hits]
        title = _PAGES.words.text(language, "guide_search")
        return _render(request, "search.html", title, "/search", query=q, hits=found, is_elsewhere=is_elsewhere)

    def refusal(self, request: Request, code: str) -> HTMLResponse:
        language = language_of(request)
        refusal = refusal_page(code)
        if refusal is None:
            raise nothing_called_so(nearest(code, codes()))
        documents = self._guide.documents
        related = [(name, documents.shown(name, language).title) for name in _RELATED if name in documents]
        title = _PAGES.words.text(language, "refusal_page_title", code=code)
        return _render(request, "refusal_page.html", title, f"/refusals/{code}", refusal=refusal, related=related)

    def llms(self, request: Request) -> Response:
        return PlainTextResponse(llms(self._guide.documents, _base(request)), headers=_KEPT)

    def llms_full(self) -> Response:
        return PlainTextResponse(llms_full(self._guide.documents), headers=_KEPT)

    def style(self) -> Response:
        return FileResponse(_STYLE, media_type="text/css", headers=_KEPT)

    def _document(self, request: Request, name: str) -> HTMLResponse:
        if name not in self._guide.documents:
            raise nothing_called_so(nearest(name, self._guide.documents.names))
        language = language_of(request)
        document = self._guide.documents.shown(name, language)
        rendered = self._guide.rendered(document)
        return _render(
            request,
            "page.html",
            document.title,
            f"/{address_of(name)}",
            document=document,
            # Made by rendering.py, which escapes what it does not know.
            html=Markup(rendered.html),  # noqa: S704 - see above
            headings=[each for each in rendered.headings if each.level == _SHOWN_LEVEL],
            contents=self._guide.contents(language),
        )

    def _markdown(self, name: str) -> Response:
        base, documents = name.removesuffix(".md"), self._guide.documents
        language = Language.JAPANESE if base.endswith(".ja") else Language.ENGLISH
        document = documents.in_language(base.removesuffix(".ja"), language)
        if document is None:
            raise ResourceNotFound
        return Response(document.text, media_type=_MARKDOWN, headers=_KEPT)


def _render(request: Request, template: str, title: str, here: str, **values: Any) -> HTMLResponse:
    return _PAGES.render(request, template, **{"title": title, "here": here, "query": "", **values})


def _as_shown(request: Request, hit: Hit, asks: str) -> dict[str, str]:
    section = hit.section
    fragment = f"#{section.anchor}" if section.anchor else ""
    return {
        "address": link(request, f"/{address_of(section.name)}") + asks + fragment,
        "title": section.title,
        "heading": section.heading,
        "before": hit.before,
        "found": hit.found,
        "after": hit.after,
    }


def _base(request: Request) -> str:
    """Return the address of the guide, for the program and for the files that it serves at the root."""
    base = whole_address(request, "").removesuffix("/")
    return base if base.endswith(f"/{NAME}") else f"{base}/{NAME}"
