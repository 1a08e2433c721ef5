"""Commands to paste: what must be added to them so that they reach a simulator that is not where they look first."""

import shlex
from pathlib import Path

USUAL_URL, USUAL_CONTROL_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8099"


def controls_options(control_url: str, ca: Path | None = None) -> str:
    """Return the options, each with a blank before it, of a command that asks the controls."""
    words = "" if control_url == USUAL_CONTROL_URL else f" --control-url {control_url}"
    return words if ca is None else f"{words} --ca {shlex.quote(str(ca))}"


def check_options(base_url: str, control_url: str, ca: Path | None = None, certificate: Path | None = None) -> str:
    """Return the options of `onshi check`."""
    words = "" if base_url == USUAL_URL else f" --url {base_url}"
    words += controls_options(control_url, ca)
    return words if certificate is None else f"{words} --certificate {shlex.quote(str(certificate))}"


def token_command(address: str, ca: Path | None = None) -> str:
    """Return the command that gets a token as the clinic; no proxy stands between a reader and their own machine."""
    trusted = "" if ca is None else f" --cacert {shlex.quote(str(ca))}"
    return (
        f"curl --noproxy '*'{trusted} -u clinic:clinic-development-secret"
        f" -d grant_type=client_credentials {shlex.quote(address)}"
    )
