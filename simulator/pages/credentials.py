"""The page of the development credentials."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from shared.web.pages.links import whole_address
from simulator.pages.console import CONSOLE_PAGES, command_for
from simulator.personas.credentials import INSTITUTIONS, Credential
from simulator.personas.insurers import INSURERS

_NAMES = {each.code: each.name for each in INSTITUTIONS} | {each.number: each.name for each in INSURERS}


@dataclass(frozen=True, slots=True)
class _Row:
    credential: Credential
    stands_for: str | None
    name: str


def credentials_page(request: Request, credentials: Iterable[Credential]) -> HTMLResponse:
    """Return the page."""
    command = command_for(whole_address(request))
    return CONSOLE_PAGES.render(request, "credentials.html", command=command, rows=[_row(each) for each in credentials])


def _row(credential: Credential) -> _Row:
    stands_for = credential.institution_code or credential.insurer_number
    return _Row(credential, stands_for, _NAMES.get(stands_for or "", ""))
