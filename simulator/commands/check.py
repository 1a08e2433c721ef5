"""`onshi check`: one eligibility check."""

import sys
from typing import Annotated

import typer

from simulator.commands.failing import fail
from simulator.commands.options import CaFile, ClientCertificateFile, ControlUrl, Url
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL


def check(
    persona: Annotated[str, typer.Option(help="Whose eligibility; `onshi personas` lists them.")],
    by: Annotated[str, typer.Option(help="card or insured.")] = "card",
    purpose: Annotated[
        str | None, typer.Option(help="Why (利用目的); left out: the persona's, mostly CARE_VISIT.")
    ] = None,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
    certificate: ClientCertificateFile = None,
) -> None:
    """Check a persona's eligibility (資格確認) as a clinic does: print the answer, or the refusal, with exit code 1.

    Examples: `onshi check --persona employee-with-limit`, `onshi check --persona employee-with-limit --by insured`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NotRunning
    from simulator.asking.named import NobodyOfThatName
    from simulator.asking.one_check import CannotAsk, Where, check_persona

    try:
        answered = check_persona(persona, by, purpose, Where(url, control_url, ca or True, certificate))
    except (NotRunning, NobodyOfThatName, CannotAsk, CertificateUnreadable) as error:
        fail(error)
    if not answered:
        sys.exit(1)
