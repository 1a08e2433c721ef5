"""An internal error, answered: the one place beside the check endpoint where it becomes a 500."""

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.problem import MEDIA_TYPE, internal_error_bytes
from shared.web.addresses import instance_of
from shared.web.edge import REQUEST_ID_KEY

_log = structlog.get_logger()


class AnswerInternalErrors:
    """Answers what the app raises by mistake, and ends it there.

    An exception handler of the framework would answer too, but the exception goes on to the server, which logs it once
    more and drops the connection without an answer: the caller's next request on it would be lost.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; raises only when part of an answer has left, for then the connection must end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False

        async def watched_send(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched_send)
        except ClientDisconnect:
            # Whoever asked has left: nobody is there to be answered, and nothing went wrong here.
            return
        except Exception:
            if has_begun:
                # The server logs it and ends the connection.
                raise
            instance = instance_of(scope)
            _log.exception("internal error", request_id=scope.get(REQUEST_ID_KEY, b"").decode(), operation=instance)
            body = internal_error_bytes(instance)
            headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 500, "headers": headers})
            await send({"type": "http.response.body", "body": body})
