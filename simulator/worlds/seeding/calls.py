"""The HTTP calls that fill a world: with a token, sent again while a service is busy; no body is shown in an error."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

import httpx

from shared.errors import ServiceError, Violation, catalogue
from shared.problem import TYPE_PREFIX
from simulator.worlds.own_calls import OWN

AT_ONCE = 8
_TRIES, _PAUSE_S = 6, 0.5
_BUSY = 503
_ALREADY = TYPE_PREFIX + "already-exists"
OTHERWISE = " (it is there with other content: choose another id, or begin with fresh data)"
Thing = TypeVar("Thing")


class SeedFailed(Exception):
    """A call was refused; the message names it and the refusal."""


class CallRefused(SeedFailed):
    """The service would not take it as it is: sent again, it would be refused again."""

    def __init__(self, message: str, refusal: ServiceError | None) -> None:
        """``refusal`` is what the service answered, where it was one of the catalogue."""
        super().__init__(message)
        self.refusal = refusal


class Calls:
    """One service, called with the operator's token once there is one."""

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._headers = dict([OWN])

    async def log_in(self, client_id: str, client_secret: str) -> None:
        """Get a token and use it from now on."""
        answer = await self._call(
            "POST",
            "/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id, client_secret),
        )
        self._headers |= {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def beside(self, url: str) -> "Calls":
        """Return another service, called with the same token."""
        calls = Calls(self._http, url)
        calls._headers = self._headers
        return calls

    async def read(self, path: str) -> str:
        """Return a text."""
        return (await self._call("GET", path)).text

    async def post(self, path: str, body: Mapping[str, Any], wrong: Collection[str] = ()) -> dict[str, Any]:
        """Send ``body``; a refusal whose code is among ``wrong`` is what was wanted."""
        members: dict[str, Any] = (await self._call("POST", path, wrong, json=body)).json()
        return members

    async def send(self, path: str, content: bytes, media_type: str, wrong: Collection[str] = ()) -> dict[str, Any]:
        """Send a file; a refusal as in ``post``."""
        answer = await self._call("POST", path, wrong, content=content, headers={"Content-Type": media_type})
        members: dict[str, Any] = answer.json()
        return members

    async def _call(self, method: str, path: str, wrong: Collection[str] = (), **more: Any) -> httpx.Response:
        headers = self._headers | more.pop("headers", {})
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._http.request(method, self._url + path, headers=headers, **more)
            except (httpx.TransportError, httpx.InvalidURL) as error:
                if attempt == _TRIES or isinstance(error, httpx.InvalidURL):
                    raise SeedFailed(f"{method} {self._url}{path}: {type(error).__name__}") from error
            else:
                if answer.is_success or _code_of(answer).removeprefix(TYPE_PREFIX) in wrong:
                    return answer
                if answer.status_code != _BUSY or attempt == _TRIES:
                    told = f"{method} {self._url}{path}: {answer.status_code} {_code_of(answer)}"
                    raise CallRefused(told, _refusal_in(answer)) if answer.is_client_error else SeedFailed(told)
            await asyncio.sleep(_PAUSE_S)
        raise AssertionError("unreachable: the last try returns or raises")


async def each(things: Iterable[Thing], do: Callable[[Thing], Awaitable[object]], at_once: int = AT_ONCE) -> None:
    """Do something with each of ``things``, in their order, a few at once.

    Never all at once: a client's pool looks at everybody who waits whenever a connection comes free.
    """
    remaining = iter(things)

    async def work() -> None:
        for thing in remaining:
            await do(thing)

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())


def _refusal_in(answer: httpx.Response) -> ServiceError | None:
    try:
        document = answer.json()
        kind = catalogue()[document["type"].removeprefix(TYPE_PREFIX)]
        return kind([Violation(**error) for error in document.get("errors", [])])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _code_of(answer: httpx.Response) -> str:
    # Codes and pointers only: nothing of a body belongs in a message.
    try:
        document = answer.json()
        pointers = " ".join(f"{entry['pointer']} {entry['code']}" for entry in document.get("errors", []))
        code = document.get("type") or document.get("error")
        return f"{code} {pointers}".strip() + (OTHERWISE if code == _ALREADY else "")
    except (ValueError, KeyError, TypeError, AttributeError):
        return "without a problem document"
