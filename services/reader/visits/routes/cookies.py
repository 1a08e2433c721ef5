"""What a browser keeps of a reader: which visit is its own, and the passcode that it had issued."""

from datetime import timedelta

from fastapi import Request, Response

from services.reader.visits.commands.desk import Browser
from shared.web.pages.private_cookies import keep_private

_VISIT, _PASSCODE = "onshi-visit", "onshi-passcode"
_LONGEST = 100
_VISIT_KEPT = timedelta(hours=1)


def browser_of(request: Request) -> Browser | None:
    """Return the browser that asks, where it has a visit."""
    cookie = request.cookies.get(_VISIT, "")
    return Browser(cookie) if 0 < len(cookie) <= _LONGEST else None


def keep_visit_cookie(request: Request, response: Response, reader: str, cookie: str) -> None:
    """Have the browser keep a visit at this reader alone; an empty one is forgotten."""
    _keep(request, response, reader, _VISIT, cookie, _VISIT_KEPT if cookie else timedelta())


def passcode_of(request: Request) -> str:
    """Return the passcode that the browser had issued last; empty where there is none."""
    return request.cookies.get(_PASSCODE, "")


def keep_passcode_cookie(request: Request, response: Response, reader: str, passcode: str, life: timedelta) -> None:
    """Have the clinic's screen keep the passcode, so that it is in no address."""
    _keep(request, response, reader, _PASSCODE, passcode, life)


def _keep(request: Request, response: Response, reader: str, name: str, value: str, life: timedelta) -> None:
    keep_private(request, response, name, value, lives_s=int(life.total_seconds()), below=f"/{reader}")
