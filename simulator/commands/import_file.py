"""`onshi import`: a file of members taken in."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from simulator.commands.failing import USAGE, fail
from simulator.commands.options import CaFile, ClientCertificateFile, ControlUrl, Url
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL


def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Lines as docs/imports.md has them.")],
    encoding: Annotated[
        Literal["utf-8", "shift_jis"], typer.Option(help="文字コード; shift_jis as Windows has it (CP932).")
    ] = "utf-8",
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
    certificate: ClientCertificateFile = None,
) -> None:
    """Import a file of members (加入者の取込み): exit code 0 when all lines were taken, 1 when some were rejected.

    Waits while another import of the operator runs. The same file again changes nothing. Exit code 2: it could not be
    sent, or the import was stopped.

    Example: `onshi import members.csv --encoding shift_jis`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.file_import import MEDIA_TYPES, MemberFile
    from simulator.asking.file_import import import_file as hand_in
    from simulator.asking.inspection import NotRunning
    from simulator.asking.one_check import CannotAsk, Where

    media_type = MEDIA_TYPES.get(file.suffix.lower().removeprefix("."), MEDIA_TYPES["ndjson"])
    try:
        are_all_taken = hand_in(
            MemberFile(file, media_type, encoding), Where(url, control_url, ca or True, certificate)
        )
    except (NotRunning, CannotAsk, CertificateUnreadable, OSError) as error:
        fail(error, USAGE)
    if not are_all_taken:
        sys.exit(1)
