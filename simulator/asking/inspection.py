"""Looking at the running simulator through its controls: credentials and personas, as tables to read."""

import sys
from itertools import groupby
from typing import Any

import httpx
from rich.console import Console
from rich.json import JSON
from rich.table import Table

from onshi.connecting import Verify, open_http
from simulator.asking.named import named
from simulator.personas.groups import HEADINGS, Group
from simulator.running.terminal import json_for

_TIMEOUT_S = 10.0
_PIPED_WIDTH = 160


class NotRunning(Exception):
    """Nothing answers where the controls should be."""


class CodeUnknown(Exception):
    """No answer carries the code that personas are looked for by."""


def read_items(control_url: str, what: str, verify: Verify = True, *, code: str | None = None) -> list[dict[str, Any]]:
    """Return the items of a list of the controls; raises NotRunning, CertificateUnreadable or CodeUnknown."""
    url = f"{control_url.rstrip('/')}/{what}"
    with open_http(timeout=_TIMEOUT_S, verify=verify) as http:
        try:
            answer = http.get(url, params=None if code is None else {"code": code})
            if code is not None and answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
                raise CodeUnknown(" ".join(error["message"] for error in answer.json()["errors"]))
            items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            say = "--ca" if url.startswith("https:") and verify is True else "--control-url"
            raise NotRunning(
                f"no controls of a simulator at {control_url}; start one with `onshi up`, or say {say}"
            ) from error
    return items


def show_credentials(control_url: str, verify: Verify) -> None:
    """Print the clients; raises NotRunning or CertificateUnreadable."""
    table = Table("role", "client_id", "client_secret", "institution_code / insurer_number")
    for each in read_items(control_url, "credentials", verify):
        stands_for = each["institution_code"] or each["insurer_number"] or "-"
        table.add_row(each["role"], each["client_id"], each["client_secret"], stands_for)
    _print(table)


def show_personas(control_url: str, verify: Verify, code: str | None = None) -> None:
    """Print the personas, or those who have the code, group by group.

    Raises NotRunning, CertificateUnreadable or CodeUnknown.
    """
    table = Table("id", "人物", "by card", "by number")
    found = read_items(control_url, "personas", verify, code=code)
    for group, members in groupby(found, key=lambda persona: persona["group"]):
        table.add_section()
        table.add_row(*(f"[bold]{heading}[/bold]" for heading in HEADINGS[Group(group)]))
        table.add_section()
        for persona in members:
            expected = persona["expected"]
            table.add_row(persona["id"], persona["title_ja"], _words(expected["card"]), _words(expected["insured"]))
    _print(table)


def show_persona(control_url: str, persona_id: str, verify: Verify) -> None:
    """Print all that the controls tell of one persona, as JSON.

    Raises NotRunning, NobodyOfThatName or CertificateUnreadable.
    """
    print_json(named(read_items(control_url, "personas", verify), "id", persona_id, "onshi personas"))


def print_json(document: Any) -> None:
    """Print ``document``, in colours on a terminal."""
    text = json_for(sys.stdout, document)
    if sys.stdout.isatty():
        Console(soft_wrap=True).print(JSON(text, ensure_ascii=text.isascii()))
    else:
        print(text)  # noqa: T201 - a program speaks to its user


def _words(members: dict[str, str] | None) -> str:
    if members is None:
        return "-"
    if "refusal" in members:
        return f"refused: {members['refusal']}"
    return ", ".join(members.values())


def _print(table: Table) -> None:
    # Piped into a file or another program, a line is as long as it needs to be.
    console = Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
    for column in table.columns:
        column.overflow = "fold"
    console.print(table)
