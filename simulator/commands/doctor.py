"""`onshi doctor`: looks at this machine before anything else is tried on it."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from simulator.commands.environment import environment_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.doctor.finding import Finding

_WIDTH = 24


def doctor(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="A folder of `onshi up --data` to look at too.")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port that the services would take.")] = 8000,
    control_port: Annotated[int, typer.Option(min=1, max=65535, help="The port that the controls would take.")] = 8099,
    lang: Annotated[
        Literal["ja", "en"] | None, typer.Option(help="The language. Default: that of LANG, else English.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON, in both languages.")] = False,
) -> None:
    """Look at this machine: Python, PostgreSQL, ports, disk, memory, proxies (動作環境の確認); 1 if it cannot start.

    Examples: `onshi doctor`, `onshi doctor --data world --port 8000 --lang ja`.
    """
    from simulator.commands.misspelt_settings import misspelt_settings
    from simulator.doctor.examining import examine
    from simulator.doctor.finding import Finding, Level
    from simulator.doctor.machine import this_machine
    from simulator.doctor.trying import look_at_folder, try_port, try_postgres

    environment = environment_of(context)
    machine = this_machine(environment)
    findings = [*examine(machine), try_port("port", port), try_port("control-port", control_port)]
    if machine.has_postgres:
        findings.append(try_postgres())
    if data is not None:
        findings.append(look_at_folder(data))
    findings += [
        Finding("settings", Level.WARN, said, said, "`onshi settings` lists them", "`onshi settings` で一覧を表示")
        for said in misspelt_settings(environment)
    ]
    if as_json:
        print(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=2))
    else:
        _tell(findings, is_japanese=(lang or environment.get("LANG", "")[:2]) == "ja")
    sys.exit(1 if any(each.level is Level.STOP for each in findings) else 0)


def _tell(findings: "Sequence[Finding]", *, is_japanese: bool) -> None:
    for each in findings:
        print(f"{each.level:<5} {each.subject:<{_WIDTH}} {each.found_ja if is_japanese else each.found}")
        if to_do := each.to_do_ja if is_japanese else each.to_do:
            print(f"{'':<5} {'':<{_WIDTH}} → {to_do}")
