"""`onshi conformance`: which rules a client's requests kept."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.failing import USAGE, fail
from simulator.commands.options import CaFile, ControlUrl
from simulator.pages.pasted import USUAL_CONTROL_URL


def conformance(
    client: Annotated[str, typer.Option(help="Whose requests; `onshi credentials` lists the clients.")],
    require: Annotated[
        list[str] | None,
        typer.Option(metavar="RULE|all", help="A rule that must be kept, not merely unbroken; repeat for more."),
    ] = None,
    junit: Annotated[Path | None, typer.Option(dir_okay=False, help="Write JUnit XML there.")] = None,
    html: Annotated[Path | None, typer.Option(dir_okay=False, help="Write a page there.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what GET /conformance answers.")] = False,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Tell which rules a client's requests kept and broke (適合性): exit code 0 all is kept, 1 not all, 2 unknown.

    Example: `onshi conformance --client clinic --junit conformance.xml`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.conformance import NotCounted, RuleUnknown, print_report, read_report, required_rules
    from simulator.asking.conformance_files import write_html, write_junit
    from simulator.asking.inspection import NotRunning

    try:
        report = read_report(control_url, client, required_rules(require or ()), ca or True)
        if junit is not None:
            write_junit(report, junit)
        if html is not None:
            write_html(report, html)
    except (NotRunning, NotCounted, RuleUnknown, CertificateUnreadable, OSError) as error:
        fail(error, USAGE)
    print_report(report, as_json=as_json)
    if report.failures:
        sys.exit(1)
