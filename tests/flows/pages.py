"""Somebody at the pages of card reader and portal without a browser: forms filled as the pages have them."""

import re

import httpx

_STEP = re.compile(r'<h2 id="step"[^>]*>(.*?)</h2>')
_TURN = re.compile(r'name="turn" value="(\d+)"')
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>")


def received_at(http: httpx.Client, reader: str, card: str, pin: str = "1234") -> str:
    """Go the whole way at the reader of the address ``reader`` by PIN; return the heading of the end."""
    page = _pressed(http, reader, "0", event="place", card=card)
    for event, more in (("choose_pin", {}), ("enter_pin", {"pin": pin}), ("agree_all", {}), ("paper", {})):
        page = _pressed(http, reader, _TURN.findall(page)[0], event=event, **more)
    return _heading(_STEP, page)


def signed_in_at(http: httpx.Client, portal: str, card: str, pin: str = "1234") -> str:
    """Sign in at the portal of the address ``portal``; return the name of the page that is shown then."""
    answer = http.post(f"{portal}/sessions", data={"card": card, "pin": pin}, headers=_own(portal))
    assert answer.status_code == httpx.codes.OK, answer.text
    return _heading(_TITLE, answer.text)


def _pressed(http: httpx.Client, reader: str, turn: str, **fields: str) -> str:
    answer = http.post(f"{reader}/visit", data={"turn": turn, **fields}, headers=_own(reader))
    assert answer.status_code == httpx.codes.OK, answer.text
    return answer.text


def _own(address: str) -> dict[str, str]:
    """What a browser says of a form of this very page."""
    url = httpx.URL(address)
    return {"Accept": "text/html", "Origin": f"{url.scheme}://{url.netloc.decode()}"}


def _heading(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.findall(page)
    assert found, page
    return str(found[0])
