"""What an institution's desk keeps between two patients: its token, and the nonces that answers brought."""

import time
from collections.abc import Mapping
from typing import Any

from gevent.lock import BoundedSemaphore

from loadtests.receptions.data import Client
from loadtests.receptions.target import TOKEN_PATH

_RENEW_BEFORE_S = 60.0
_YOUNG_S = 300.0
"""A kept nonce is used for so long: half of the time for which it is good (ONSHI_NONCE_LIFETIME_S)."""
_MOST_NONCES = 16


class Desk:
    """One institution's desk. ``http`` is Locust's session, so that what it asks for stands in the report."""

    def __init__(self, client: Client, token_url: str = TOKEN_PATH) -> None:
        self.client = client
        self._token_url = token_url
        self.headers: dict[str, str] = {}
        self._renew_at = 0.0
        self._nonces: list[tuple[float, str]] = []
        self._one_asks = BoundedSemaphore()

    def has_token(self, http: Any) -> bool:
        """Tell whether there is a token that lives for a while yet; gets one if need be."""
        with self._one_asks:
            return time.monotonic() < self._renew_at or self._get_token(http)

    def take_nonce(self, http: Any) -> str | None:
        """Return a nonce that is good once; None where none could be got."""
        oldest = time.monotonic() - _YOUNG_S
        self._nonces = [kept for kept in self._nonces if kept[0] > oldest]
        if self._nonces:
            return self._nonces.pop()[1]
        with http.post(
            "/eligibility/v1/challenges", headers=self.headers, name="challenge", catch_response=True
        ) as answer:
            nonce = document_of(answer).get("nonce")
            if nonce is None:
                answer.failure(f"no nonce: status {answer.status_code}")
            return nonce

    def keep_nonce(self, answer: Any) -> None:
        """Keep the nonce that an answer brought for the next patient."""
        nonce = answer.headers.get("Replay-Nonce") if answer.headers else None
        if nonce is not None and len(self._nonces) < _MOST_NONCES:
            self._nonces.append((time.monotonic(), nonce))

    def _get_token(self, http: Any) -> bool:
        with http.post(
            self._token_url,
            data={"grant_type": "client_credentials"},
            auth=(self.client.client_id, self.client.client_secret),
            name="token",
            catch_response=True,
        ) as answer:
            document = document_of(answer)
            if "access_token" not in document:
                answer.failure(f"no token: status {answer.status_code}")
                return False
        self.headers = {"Authorization": f"Bearer {document['access_token']}"}
        lifetime_s = float(document["expires_in"])
        self._renew_at = time.monotonic() + max(lifetime_s - _RENEW_BEFORE_S, lifetime_s / 2)
        return True


def document_of(answer: Any) -> Mapping[str, Any]:
    """Return the JSON object in an answer; an empty one where there is none."""
    try:
        document = answer.json()
    except (ValueError, TypeError):
        return {}
    return document if isinstance(document, dict) else {}
