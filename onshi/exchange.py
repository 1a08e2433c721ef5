"""What the client's core asks for, and who does it: the core itself does no input or output.

A conversation is a generator. It yields a ``Call`` and gets the response, a ``Pause`` and gets nothing, a ``ToSign``
and gets the proof; ``run`` does these with blocking calls, ``run_async`` with an event loop. So the synchronous and
the asynchronous client are the same conversation.
"""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import httpx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request."""

    method: str
    url: str
    json: Any = None
    content: bytes | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = None
    params: Mapping[str, str] | None = None
    basic: tuple[str, str] | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so long before the next try."""

    seconds: float


@dataclass(frozen=True, slots=True)
class ToSign:
    """What the card's holder says yes to: the claims that a presence proof (本人確認データ) holds."""

    nonce: str
    institution: str
    purpose: str
    consents: tuple[str, ...] = ()
    prescription_form: str | None = None


Step: TypeAlias = Call | Pause | ToSign
Steps: TypeAlias = Generator[Step, Any, T]
Sign: TypeAlias = Callable[[ToSign], str]
SignAsync: TypeAlias = Callable[[ToSign], str | Awaitable[str]]


def always(call: Call) -> Steps[Call]:
    """Return a call that is the same for each try."""
    return call
    yield  # makes it a conversation that asks for nothing


def run(steps: Steps[T], http: httpx.Client, sign: Sign | None = None) -> T:
    """Hold a conversation with blocking calls and return what it comes to."""
    try:
        step = next(steps)
        while True:
            try:
                outcome = _do(step, http, sign)
            except httpx.TransportError as lost:
                step = steps.throw(lost)
            else:
                step = steps.send(outcome)
    except StopIteration as end:
        result: T = end.value
        return result


async def run_async(steps: Steps[T], http: httpx.AsyncClient, sign: SignAsync | None = None) -> T:
    """Hold a conversation on the event loop and return what it comes to."""
    try:
        step = next(steps)
        while True:
            try:
                outcome = await _do_async(step, http, sign)
            except httpx.TransportError as lost:
                step = steps.throw(lost)
            else:
                step = steps.send(outcome)
    except StopIteration as end:
        result: T = end.value
        return result


def _do(step: Step, http: httpx.Client, sign: Sign | None) -> Any:
    match step:
        case Call():
            response = http.send(_request(step, http), auth=step.basic, stream=True)
            try:
                response.read()
            except httpx.DecodingError:
                return _without_body(response)
            finally:
                response.close()
            return response
        case Pause():
            return time.sleep(step.seconds)
        case ToSign():
            assert sign is not None  # noqa: S101 - only a conversation with a card yields it
            return sign(step)


async def _do_async(step: Step, http: httpx.AsyncClient, sign: SignAsync | None) -> Any:
    match step:
        case Call():
            response = await http.send(_request(step, http), auth=step.basic, stream=True)
            try:
                await response.aread()
            except httpx.DecodingError:
                return _without_body(response)
            finally:
                await response.aclose()
            return response
        case Pause():
            return await asyncio.sleep(step.seconds)
        case ToSign():
            assert sign is not None  # noqa: S101 - only a conversation with a card yields it
            signed = sign(step)
            return await signed if inspect.isawaitable(signed) else signed


def _request(call: Call, http: httpx.Client | httpx.AsyncClient) -> httpx.Request:
    return http.build_request(
        call.method,
        call.url,
        json=call.json,
        content=call.content,
        data=call.form,
        params=call.params,
        headers=dict(call.headers),
    )


def _without_body(response: httpx.Response) -> httpx.Response:
    """A body that cannot be decoded (Content-Encoding) is none."""
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-encoding"}
    return httpx.Response(response.status_code, headers=headers)
