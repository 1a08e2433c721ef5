"""Refusals as a browser is told them: a page that says what happened and what to do. Programs get problem+json."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import MEDIA_TYPE, read_problem
from shared.web.edge import WORLD_PREFIX_KEY
from simulator.pages.console import CONSOLE_PAGES


def is_a_browser(request: Request) -> bool:
    """Tell whether somebody reads this themselves; whoever asks for JSON, or for anything, gets JSON."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and "application/json" not in accepted


class RefusedPages:
    """The outermost layer of the controls: an unknown sandbox, which the edge refuses, is told on a page too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; where a browser is refused, the answer is a page with the same status."""
        if scope["type"] != "http" or not is_a_browser(Request(scope)):
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
                    await _show(scope, start, problem, send)

        await self._app(scope, receive, send_or_show)


async def _show(scope: Scope, start: Message, problem: bytes, send: Send) -> None:
    refusal = read_problem(problem)
    body = problem
    # A host that is not this machine is refused before it is known which world was meant: it is shown no links.
    if refusal is not None and WORLD_PREFIX_KEY in scope:
        page = CONSOLE_PAGES.render(Request(scope), "refused.html", refusal=refusal)
        body = bytes(page.body)
        headers = MutableHeaders(scope=start)
        for name, value in page.headers.items():
            headers[name] = value
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _is_problem(start: Message) -> bool:
    return Headers(scope=start).get("content-type", "").startswith(MEDIA_TYPE)
