"""Refusals as a browser is told them: a page that says what happened and what to do. Programs get problem+json."""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import MEDIA_TYPE, read_problem
from shared.web.edge import WORLD_PREFIX_KEY
from shared.web.pages.languages import QUERY, language_of
from shared.web.pages.pages import FRAME_TEMPLATES, Pages

FRAME_PAGES = Pages(FRAME_TEMPLATES, {})
"""For what belongs to no part: a world or an address that is nobody's."""
TEMPLATE = "refusal.html"
_CALLED = "/v1/"
"""Stands in the address of what is called, and in that of no page."""


def is_a_browser(request: Request) -> bool:
    """Tell whether somebody reads this themselves; whoever asks for JSON, or for anything, gets JSON."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "application/json" not in accepted


class RefusedPages:
    """A layer around pages: where a browser is refused, the answer is a page with the same status.

    The page repeats nothing of the address: somebody may have written a PIN into it.
    """

    def __init__(self, app: ASGIApp, pages: Pages, template: str = TEMPLATE) -> None:
        self._app, self._pages, self._template = app, pages, template

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; show what is refused."""
        if scope["type"] != "http" or _CALLED in scope["path"] or not is_a_browser(Request(scope)):
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        problem = b""

        async def send_or_show(message: Message) -> None:
            nonlocal start, problem
            if message["type"] == "http.response.start" and _is_problem(message):
                start = message
            elif start is None:
                await send(message)
            else:
                problem += message.get("body", b"")
                if not message.get("more_body", False):
                    await self._show(scope, start, problem, send)

        await self._app(scope, receive, send_or_show)

    async def _show(self, scope: Scope, start: Message, problem: bytes, send: Send) -> None:
        refusal = read_problem(problem)
        body = problem
        # A host that is not this machine is refused before it is known which world was meant: it is shown no links.
        if refusal is not None and WORLD_PREFIX_KEY in scope:
            page = self._pages.render(_about_home(scope), self._template, refusal=refusal)
            body = bytes(page.body)
            headers = MutableHeaders(scope=start)
            for name, value in page.headers.items():
                headers[name] = value
        if scope["method"] == "HEAD" or start["status"] == HTTPStatus.NO_CONTENT:
            body = b""
        await send(start)
        await send({"type": "http.response.body", "body": body})


def _about_home(scope: Scope) -> Request:
    """Return a request for the first page of the program, in the language of the one that was refused."""
    home = f"{scope.get('root_path', '')}/"
    asked = f"{QUERY}={language_of(Request(scope))}".encode() if QUERY in Request(scope).query_params else b""
    return Request({**scope, "path": home, "raw_path": home.encode(), "query_string": asked})


def _is_problem(start: Message) -> bool:
    return Headers(scope=start).get("content-type", "").startswith(MEDIA_TYPE)
