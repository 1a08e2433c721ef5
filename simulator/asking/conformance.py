"""`onshi conformance`: what a client's requests did against the rules, as a table, and whether that will do."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from onshi.connecting import Verify, open_http
from shared.nearest import did_you_mean, nearest
from simulator.asking.inspection import NotRunning, print_json, read_items
from simulator.asking.named import names_near
from simulator.conformance.rule_base import BY_ID

ALL = "all"
_TIMEOUT_S = 30.0
_PIPED_WIDTH = 160
_MARKS = {"kept": "[green]kept[/green]", "broken": "[bold red]broken[/bold red]", "not_exercised": "not exercised"}


class RuleUnknown(Exception):
    """A rule is required that there is not."""


class NotCounted(Exception):
    """The simulator answers, and has counted nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the controls told of a client, and which rules must be kept."""

    document: dict[str, Any]
    required: frozenset[str]

    @property
    def rules(self) -> Sequence[dict[str, Any]]:
        """Every rule with its verdict."""
        return list(self.document["rules"])

    @property
    def failures(self) -> Sequence[dict[str, Any]]:
        """The rules that are broken, or required and not kept."""
        return [rule for rule in self.rules if self.fails(rule)]

    def fails(self, rule: dict[str, Any]) -> bool:
        """Tell whether a rule is not as it must be."""
        return rule["verdict"] == "broken" or (rule["id"] in self.required and rule["verdict"] != "kept")


def required_rules(named: Collection[str]) -> frozenset[str]:
    """Return the rules that must be kept; raises RuleUnknown."""
    if ALL in named:
        return frozenset(BY_ID)
    if unknown := sorted(set(named) - set(BY_ID)):
        near = [each for name in unknown for each in nearest(name, (*BY_ID, ALL), most=1)]
        meant = did_you_mean(near, f"the rules are {', '.join(BY_ID)}, or {ALL}")
        raise RuleUnknown(f"no rule {', '.join(unknown)}{meant}")
    return frozenset(named)


def read_report(control_url: str, client_id: str, required: frozenset[str], verify: Verify) -> Report:
    """Ask the controls; raises NotRunning, NotCounted or CertificateUnreadable."""
    with open_http(timeout=_TIMEOUT_S, verify=verify) as http:
        try:
            answer = http.get(f"{control_url.rstrip('/')}/conformance", params={"client_id": client_id})
            document = answer.json()
            if answer.status_code != httpx.codes.OK:
                raise NotCounted(f"{document['title']}: {document['detail']}（{document['title_ja']}）")
            if not document["requests"] and not document["shed"]:
                clients = read_items(control_url, "credentials", verify)
                near = (
                    []
                    if client_id in {each["client_id"] for each in clients}
                    else names_near(clients, "client_id", client_id)
                )
                meant = did_you_mean(near)
                raise NotCounted(f"no request of a client {client_id!r} has been counted in this world{meant}")
            return Report(document | {"rules": list(document["rules"])}, required)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            say = "--ca" if control_url.startswith("https:") and verify is True else "--control-url"
            raise NotRunning(
                f"no controls of a simulator at {control_url}; start one with `onshi up`, or say {say}"
            ) from error


def print_report(report: Report, *, as_json: bool) -> None:
    """Print what was told as a table, or as it is."""
    if as_json:
        print_json(report.document)
        return
    table = Table("rule", "規則", "verdict", "kept", "broken", "requests")
    for rule in report.rules:
        examples = rule["examples"][:2] if rule["verdict"] == "broken" else []
        is_missed = report.fails(rule) and rule["verdict"] != "broken"
        mark = _MARKS[rule["verdict"]] + (" (required)" if is_missed else "")
        counts = (str(rule["kept"]), str(rule["broken"]))
        table.add_row(rule["id"], rule["title_ja"], mark, *counts, "\n".join(examples))
    console = Console() if sys.stdout.isatty() else Console(width=_PIPED_WIDTH)
    console.print(table)
    told = report.document
    console.print(
        f"{told['client_id']}: {told['requests']} requests; {told['kept']} rules kept, {told['broken']} broken, "
        f"{told['not_exercised']} not exercised" + (f"; {told['shed']} requests not counted" if told["shed"] else ""),
        highlight=False,
    )
    for rule in report.failures:
        console.print(f"  {rule['id']}: {rule['broken_by']} {rule['reason']}", highlight=False)
