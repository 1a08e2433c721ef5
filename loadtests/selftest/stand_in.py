"""A server that answers as onshi would, at once and always the same: what is slow against it is the generator.

python -m uvicorn loadtests.selftest.stand_in:app
"""

import itertools
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from shared.clock import ShiftedClock

Message = MutableMapping[str, Any]
_ANSWER_BYTES = 2300
"""As long as the answer to a check."""
_NONCES = itertools.count()
_TOKEN = json.dumps({"access_token": "stand-in", "expires_in": 600}).encode()
_CHECK = {"check_id": "stand-in", "outcome": "answered", "validity": "valid", "results": []}
_CHECKED = json.dumps({**_CHECK, "padding": "x" * (_ANSWER_BYTES - len(json.dumps(_CHECK)))}).encode()


async def app(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer a token, a challenge or a check."""
    if scope["type"] != "http":
        return
    # A body is read to its end, as by a server that needs it.
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"replay-nonce", f"nonce-{next(_NONCES)}".encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": _body(scope["path"])})


def _body(path: str) -> bytes:
    if path.endswith("/token"):
        return _TOKEN
    if path.endswith("/challenges"):
        issued_at = ShiftedClock().now().isoformat()
        return json.dumps({"nonce": f"nonce-{next(_NONCES)}", "issued_at": issued_at}).encode()
    return _CHECKED
