"""Who signs a presence proof: a card that is present, a reader, or the simulator's virtual card."""

from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias

import httpx

from onshi.connecting import TIMEOUT_S, Verify, open_http, open_http_async
from onshi.exchange import Call, Sign, SignAsync, Steps, ToSign, run, run_async
from onshi.problems import raise_for_problem
from onshi.reading import text_of


class Signer(Protocol):
    """Makes presence proofs: compact JWS of the form that the API's documents describe."""

    def sign(
        self,
        *,
        nonce: str,
        institution: str,
        purpose: str,
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
    ) -> str:
        """Return the proof that the card's holder is present at ``institution`` for ``purpose``."""
        ...


class AsyncSigner(Protocol):
    """Makes presence proofs on an event loop."""

    def sign(
        self,
        *,
        nonce: str,
        institution: str,
        purpose: str,
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
    ) -> Awaitable[str]:
        """Return the proof that the card's holder is present at ``institution`` for ``purpose``."""
        ...


AnySigner: TypeAlias = Signer | Callable[[ToSign], str]
"""A signer, or any function that takes what is to be signed and returns the proof."""
AnyAsyncSigner: TypeAlias = Signer | AsyncSigner | Callable[[ToSign], str | Awaitable[str]]


def signing_with(signer: AnySigner) -> Sign:
    """Return ``signer`` as a function."""
    if hasattr(signer, "sign"):
        method = signer.sign
        return lambda asked: method(**_members(asked))
    return signer


def signing_async_with(signer: AnyAsyncSigner) -> SignAsync:
    """Return ``signer`` as a function whose result may have to be awaited."""
    if hasattr(signer, "sign"):
        method = signer.sign
        return lambda asked: method(**_members(asked))
    return signer


class VirtualCard:
    """A card of the simulated J-LIS, which keeps its private key and signs when asked.

    ``pin`` is the holder's four digits. Without it the face is the proof of holdership, as with a
    顔認証マイナンバーカード; such a proof counts only from a client of role ``reader``. ``holder_verification`` names
    another way: ``face`` or ``visual`` (for role ``reader``) in place of a PIN, ``device_biometric`` of an iPhone.
    """

    def __init__(
        self,
        base_url: str,
        card_id: str,
        pin: str | None = None,
        *,
        holder_verification: str | None = None,
        jpki_url: str | None = None,
        timeout_s: float = TIMEOUT_S,
        verify: Verify = True,
        proxy: str | None = None,
    ) -> None:
        """Use the simulator at ``base_url``, or a jpki that is served alone at ``jpki_url``."""
        self._card = _Card(_jpki(base_url, jpki_url), card_id, pin, holder_verification)
        self._http = open_http(timeout=timeout_s, verify=verify, proxy=proxy)

    def sign(
        self,
        *,
        nonce: str,
        institution: str,
        purpose: str,
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
    ) -> str:
        """Return the card's signed proof; raises OnshiProblem (``pin-wrong``, ``pin-blocked``, …)."""
        asked = ToSign(nonce, institution, purpose, tuple(consents), prescription_form)
        return run(self._card.sign(asked), self._http)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncVirtualCard:
    """A VirtualCard for the event loop."""

    def __init__(
        self,
        base_url: str,
        card_id: str,
        pin: str | None = None,
        *,
        holder_verification: str | None = None,
        jpki_url: str | None = None,
        timeout_s: float = TIMEOUT_S,
        verify: Verify = True,
        proxy: str | None = None,
    ) -> None:
        """Use the simulator at ``base_url``, or a jpki that is served alone at ``jpki_url``."""
        self._card = _Card(_jpki(base_url, jpki_url), card_id, pin, holder_verification)
        self._http = open_http_async(timeout=timeout_s, verify=verify, proxy=proxy)

    async def sign(
        self,
        *,
        nonce: str,
        institution: str,
        purpose: str,
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
    ) -> str:
        """Return the card's signed proof; raises OnshiProblem (``pin-wrong``, ``pin-blocked``, …)."""
        asked = ToSign(nonce, institution, purpose, tuple(consents), prescription_form)
        return await run_async(self._card.sign(asked), self._http)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class _Card:
    """What both cards say to the simulated J-LIS."""

    def __init__(self, jpki_url: str, card_id: str, pin: str | None, way: str | None = None) -> None:
        self._url = f"{jpki_url}/v1/cards/{card_id}/presence-proofs"
        way = way or ("face" if pin is None else "pin")
        self._verified: dict[str, Any] = {way: pin if way == "pin" else True}

    def sign(self, asked: ToSign) -> Steps[str]:
        body: dict[str, Any] = {"nonce": asked.nonce, "institution": asked.institution, "purpose": asked.purpose}
        body |= self._verified
        if asked.consents:
            body["consents"] = list(asked.consents)
        if asked.prescription_form is not None:
            body["prescription_form"] = asked.prescription_form
        # Sent once: a wrong PIN that arrived twice would count twice.
        response: httpx.Response = yield Call("POST", self._url, json=body)
        raise_for_problem(response)
        return text_of(response, "presence_proof")


def _jpki(base_url: str, jpki_url: str | None) -> str:
    return (jpki_url or f"{base_url.rstrip('/')}/jpki").rstrip("/")


def _members(asked: ToSign) -> dict[str, Any]:
    return {
        "nonce": asked.nonce,
        "institution": asked.institution,
        "purpose": asked.purpose,
        "consents": asked.consents,
        "prescription_form": asked.prescription_form,
    }
