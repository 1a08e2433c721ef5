"""`onshi card`: what is done with cards of the running simulator, by its jpki service."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from rich.console import Console
from rich.table import Table

from onshi.connecting import open_http
from onshi.problems import raise_for_problem
from simulator.asking.inspection import read_items
from simulator.asking.named import named
from simulator.asking.one_check import CannotAsk, Where

_TIMEOUT_S = 10.0
_PIPED_WIDTH = 160


@dataclass(frozen=True, slots=True)
class NamedCard:
    """A card of a persona, as the controls tell of it."""

    persona: str
    card_id: str
    pin: str | None
    carrier: str


class Cards:
    """The cards of one running simulator; raises CannotAsk, OnshiProblem (a refusal), CertificateUnreadable."""

    def __init__(self, where: Where) -> None:
        self._where = where

    def of_personas(self) -> list[NamedCard]:
        """Return the cards of all personas; raises NotRunning."""
        found = read_items(self._where.control_url, "personas", self._where.verify)
        return [
            NamedCard(each["id"], each["card"]["card_id"], each["card"]["pin"], each["card"]["carrier"])
            for each in found
            if each["card"] is not None
        ]

    def card_id(self, name: str) -> str:
        """Return the card that is meant: a card's id as it is, or a persona's; raises NobodyOfThatName."""
        try:
            return str(UUID(name))
        except ValueError:
            found = read_items(self._where.control_url, "personas", self._where.verify)
        with_card = [each for each in found if each["card"] is not None]
        return str(named(with_card, "id", name, "onshi card list")["card"]["card_id"])

    def pin_of(self, card_id: str) -> str | None:
        """Return the PIN that the controls tell of a persona's card."""
        return next((each.pin for each in self.of_personas() if each.card_id == card_id), None)

    def get(self, path: str) -> Any:
        """Return what jpki answers at ``path``."""
        return self._call("GET", path).json()

    def post(self, path: str, body: Mapping[str, Any] | None = None, **always: Any) -> Any:
        """Return what jpki answers to ``body`` at ``path``: None is left out of it, and sent of ``always``."""
        sent = None if body is None else {name: value for name, value in body.items() if value is not None}
        return self._call("POST", path, sent if sent is None else {**sent, **always}).json()

    def tricks(self, card: str, trick: str | None, *, forget: bool) -> Any:
        """Return the tricks that wait on a card, after all were forgotten, or one more was set."""
        path = f"/v1/cards/{self.card_id(card)}/tricks"
        if forget:
            self._call("DELETE", path)
        return self.get(path) if trick is None else self.post(path, {"trick": trick})

    def now(self) -> datetime:
        """Return the world's current instant, as the controls tell it; raises CannotAsk."""
        where = self._where
        try:
            with open_http(base_url=where.control_url, timeout=_TIMEOUT_S, verify=where.verify) as http:
                return datetime.fromisoformat(http.get("/clock").raise_for_status().json()["now"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError) as error:
            raise CannotAsk(f"no controls of a simulator at {where.control_url}") from error

    def read(self, path: str) -> bytes:
        """Return the bytes that jpki answers at ``path``."""
        return self._call("GET", path).content

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        where = self._where
        try:
            with open_http(base_url=where.base_url, timeout=_TIMEOUT_S, verify=where.verify) as http:
                answer = http.request(method, f"/jpki{path}", json=body)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise CannotAsk(f"no simulator answers at {where.base_url} ({type(error).__name__})") from error
        raise_for_problem(answer)
        return answer


def print_cards(cards: Sequence[Mapping[str, Any]]) -> None:
    """Print cards as a table."""
    table = Table("persona", "card_id", "PIN", "carrier")
    for each in cards:
        table.add_row(each["persona"], each["card_id"], each["pin"] or "-", each["carrier"])
    _console().print(table)


def print_card(card: Mapping[str, Any]) -> None:
    """Print what is said of a card, or of a proof, member by member; a list one entry a line."""
    table = Table(show_header=False)
    for name, value in card.items():
        entries = value if isinstance(value, list) else [value]
        table.add_row(name, "\n".join(_words(entry) for entry in entries) or "-")
    _console().print(table)


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(str(each) for each in value.values() if each is not None)
    return "-" if value is None else str(value)


def _console() -> Console:
    # Piped into a file or another program, a line is as long as it needs to be.
    return Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
