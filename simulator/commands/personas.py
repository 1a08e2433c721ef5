"""`onshi personas`: whom the running simulator can be asked about."""

from typing import Annotated

import typer

from simulator.commands.failing import fail
from simulator.commands.options import CaFile, ControlUrl
from simulator.pages.pasted import USUAL_CONTROL_URL


def personas(
    persona: Annotated[str | None, typer.Argument(help="One of them: card, PIN, numbers, story.")] = None,
    code: Annotated[str | None, typer.Option(help="Those who have a code, as LimitCategory:B09.")] = None,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Show whom one can ask about (テスト患者) and what the running simulator answers, or everything of one of them.

    Examples: `onshi personas`, `onshi personas employee-with-limit`, `onshi personas --code LimitCategory:B09`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import CodeUnknown, NotRunning, show_persona, show_personas
    from simulator.asking.named import NobodyOfThatName

    try:
        if persona is None:
            show_personas(control_url, ca or True, code)
        else:
            show_persona(control_url, persona, ca or True)
    except (NotRunning, NobodyOfThatName, CodeUnknown, CertificateUnreadable) as error:
        fail(error)
