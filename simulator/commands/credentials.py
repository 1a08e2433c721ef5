"""`onshi credentials`: the clients of the running simulator."""

from simulator.commands.failing import fail
from simulator.commands.options import CaFile, ControlUrl
from simulator.pages.pasted import USUAL_CONTROL_URL


def credentials(control_url: ControlUrl = USUAL_CONTROL_URL, ca: CaFile = None) -> None:
    """Show the clients (接続情報) of the running simulator, with their secrets.

    Example: `onshi credentials`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NotRunning, show_credentials

    try:
        show_credentials(control_url, ca or True)
    except (NotRunning, CertificateUnreadable) as error:
        fail(error)
