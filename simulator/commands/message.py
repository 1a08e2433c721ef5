"""`onshi message`: a request as a file, as a receipt computer writes it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.failing import fail
from simulator.commands.options import CaFile, ControlUrl
from simulator.pages.pasted import USUAL_CONTROL_URL


def message(
    persona: Annotated[str, typer.Option(help="Whom it asks about; `onshi personas` lists them.")],
    output: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write it there, whole at once; left out: print it.")
    ] = None,
    client: Annotated[
        str,
        typer.Option(envvar="ONSHI_CLIENT_ID", help="Whose 医療機関コード it holds; `onshi credentials` lists them."),
    ] = "clinic",
    identifier: Annotated[str, typer.Option(help="ArbitraryFileIdentifier, which comes back.")] = "uketsuke-0042",
    encoding: Annotated[str, typer.Option(help="utf-8 or shift_jis.")] = "utf-8",
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Write the request about a persona (資格確認, OQSsiquc01req) that the folder agent takes.

    Example: `onshi message --persona employee-with-limit --output OQS/req/OQSsiquc01req_1.xml`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NotRunning
    from simulator.asking.named import NobodyOfThatName
    from simulator.asking.one_check import CannotAsk
    from simulator.asking.request_message import Wanted, request_message, write_whole

    try:
        content = request_message(Wanted(persona, client, identifier, encoding), control_url, ca or True)
        if output is not None:
            write_whole(output, content)
    except (NotRunning, NobodyOfThatName, CannotAsk, CertificateUnreadable, OSError) as error:
        fail(error)
    if output is None:
        sys.stdout.buffer.write(content)
