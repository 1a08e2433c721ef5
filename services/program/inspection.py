"""Looking at the running simulator through its controls: credentials and personas, as tables to read."""

import json
import sys
from itertools import groupby
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from shared.sim.personas.groups import HEADINGS, Group

_TIMEOUT_S = 10.0
_PIPED_WIDTH = 160


class NotRunning(Exception):
    """Nothing answers where the controls should be."""


class NobodyOfThatName(Exception):
    """The running simulator has no persona of that id."""


def read_items(control_url: str, what: str) -> list[dict[str, Any]]:
    """Return the items of a list of the controls; raises NotRunning."""
    url = f"{control_url.rstrip('/')}/{what}"
    try:
        answer = httpx.get(url, timeout=_TIMEOUT_S).raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise NotRunning(
            f"no controls of a simulator at {control_url}; start one with `onshi up`, or say --control-url"
        ) from error
    return items


def show_credentials(control_url: str) -> None:
    """Print the clients; raises NotRunning."""
    table = Table("role", "client_id", "client_secret", "institution_code / insurer_number")
    for each in read_items(control_url, "credentials"):
        stands_for = each["institution_code"] or each["insurer_number"] or "-"
        table.add_row(each["role"], each["client_id"], each["client_secret"], stands_for)
    _print(table)


def show_personas(control_url: str) -> None:
    """Print the personas, group by group; raises NotRunning."""
    table = Table("id", "人物", "by card", "by number")
    for group, members in groupby(read_items(control_url, "personas"), key=lambda persona: persona["group"]):
        table.add_section()
        table.add_row(*(f"[bold]{heading}[/bold]" for heading in HEADINGS[Group(group)]))
        table.add_section()
        for persona in members:
            expected = persona["expected"]
            table.add_row(persona["id"], persona["title_ja"], _words(expected["card"]), _words(expected["insured"]))
    _print(table)


def show_persona(control_url: str, persona_id: str) -> None:
    """Print all that the controls tell of one persona, as JSON; raises NotRunning, NobodyOfThatName."""
    for persona in read_items(control_url, "personas"):
        if persona["id"] == persona_id:
            Console(soft_wrap=True).print_json(json.dumps(persona, ensure_ascii=False), ensure_ascii=False)
            return
    raise NobodyOfThatName(f"no persona is called {persona_id!r}; `onshi personas` lists them")


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
