"""Options that several commands have, written once."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shared.domain.days import read_day
from shared.domain.not_acceptable import NotAcceptable

Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
AllowPublic = Annotated[bool, typer.Option("--allow-public", help="Allow a host that other machines can reach.")]
AllowForeignRoots = Annotated[
    bool,
    typer.Option(
        "--allow-foreign-roots", help="Let the operator pin roots of other authorities than the simulated J-LIS."
    ),
]
MessageCodes = Annotated[
    Path | None,
    typer.Option(
        "--message-codes",
        dir_okay=False,
        help="Your own table of error codes in messages, in place of the invented ones (docs/messages.md).",
    ),
]
Url = Annotated[str, typer.Option("--url", envvar="ONSHI_URL", help="Where the services are.")]
ControlUrl = Annotated[str, typer.Option("--control-url", envvar="ONSHI_CONTROL_URL", help="Where the controls are.")]
CaFile = Annotated[
    Path | None,
    typer.Option(
        "--ca", envvar="ONSHI_CA_FILE", dir_okay=False, help="PEM of the CA to trust, as `onshi up --tls` prints it."
    ),
]
ClientCertificateFile = Annotated[
    Path | None,
    typer.Option(
        "--certificate",
        envvar="ONSHI_CERTIFICATE_FILE",
        dir_okay=False,
        help="PEM of the institution's certificate and key, where `onshi up --tls-client-certificates` asks for one.",
    ),
]
Seed = Annotated[int | None, typer.Option(help="Makes other people; the same seed makes the same. Default 1.")]


def _reference_date(text: str) -> date:
    try:
        return read_day(text)
    except NotAcceptable as error:
        raise typer.BadParameter(f"{error.message}（{error.message_ja.removesuffix('。')}）") from None


ReferenceDate = Annotated[
    date | None,
    typer.Option(
        "--date",
        parser=_reference_date,
        metavar="YYYY-MM-DD",
        help="The reference date, which becomes today. Default: today.",
    ),
]
Fixtures = Annotated[
    Path | None,
    typer.Option("--fixtures", dir_okay=False, help="A CSV file of your own test patients (docs/fixtures.md)."),
]
KeptIn = Annotated[Path | None, typer.Option("--data", file_okay=False, help="The folder of the running `onshi up`.")]
DEFAULT_WORLD = "default"
WorldName = Annotated[
    str, typer.Option("--world", help="A sandbox by its name, in place of `default`.", show_default=False)
]
TrustedKeys = Annotated[
    list[Path] | None,
    typer.Option("--key", dir_okay=False, help="PEM of a key that is trusted to sign; repeat for more."),
]
