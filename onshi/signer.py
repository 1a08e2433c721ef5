"""Who signs a presence proof: a card in the hand, a reader, or the simulator's virtual card."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Protocol, Self

import httpx

from onshi.problems import raise_for_problem


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


class VirtualCard:
    """A card of the simulated J-LIS, which keeps its private key and signs when asked.

    ``pin`` is the holder's four digits. Without it the face is the proof of holdership, as with a
    顔認証マイナンバーカード; such a proof counts only from a client of role ``reader``.
    """

    def __init__(
        self,
        base_url: str,
        card_id: str,
        pin: str | None = None,
        *,
        jpki_url: str | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        """Use the simulator at ``base_url``, or a jpki that is served alone at ``jpki_url``."""
        self._card_id = card_id
        self._pin = pin
        self._http = httpx.Client(base_url=jpki_url or base_url.rstrip("/") + "/jpki", timeout=timeout_s)

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
        body: dict[str, Any] = {"nonce": nonce, "institution": institution, "purpose": purpose}
        body |= {"face": True} if self._pin is None else {"pin": self._pin}
        if consents:
            body["consents"] = list(consents)
        if prescription_form is not None:
            body["prescription_form"] = prescription_form
        response = self._http.post(f"/v1/cards/{self._card_id}/presence-proofs", json=body)
        raise_for_problem(response)
        return str(response.json()["presence_proof"])

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
