"""`onshi audit`: the record of who saw what, exported and verified offline."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import USAGE, fail
from simulator.commands.options import DEFAULT_WORLD, KeptIn, TrustedKeys, WorldName


def export(
    context: typer.Context,
    output: Annotated[Path, typer.Option(dir_okay=False, help="The file to write (JSON lines).")],
    data: KeptIn = None,
    world: WorldName = DEFAULT_WORLD,
    cell: Annotated[
        str | None,
        typer.Option(help="Only what this cell recorded and sealed; in a cell, or where records are gathered."),
    ] = None,
) -> None:
    """Write records and seals to a file, from the running `onshi up --data` or ONSHI_ELIGIBILITY_DATABASE_URL.

    Example: `onshi audit export --output trail.ndjson --data world`.
    """
    from simulator.audit.command import export_with_progress
    from simulator.audit.export import CannotExport

    try:
        export_with_progress(settings_of(environment_of(context)), data, output, world, cell)
    except CannotExport as error:
        fail(error)


def verify(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="What `onshi audit export` wrote.")],
    key: TrustedKeys = None,
    checkpoint: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A checkpoint kept elsewhere: one item of GET /v1/checkpoints.")
    ] = None,
    archive: Annotated[
        list[Path] | None,
        typer.Option(dir_okay=False, help="What `onshi purge --archive` kept; may be given several times."),
    ] = None,
    world: WorldName = DEFAULT_WORLD,
) -> None:
    """Say offline what was changed, removed, inserted or put in another order, and where.

    Exit code 0: nothing; 1: something; 2: it could not be verified, as a file is missing or is no key.

    Example: `onshi audit verify trail.ndjson --key checkpoint-public.pem`.
    """
    from simulator.audit.command import verify_with_progress
    from simulator.audit.files import CannotVerify

    try:
        fits = verify_with_progress(file, key or [], checkpoint, world, archive or [])
    except CannotVerify as error:
        fail(error, USAGE)
    if not fits:
        sys.exit(1)


def verify_a_proof(
    file: Annotated[
        Path,
        typer.Argument(
            dir_okay=False, help="The answer of GET /v1/disclosures/proof or of a consent's proofs; - is stdin."
        ),
    ],
    key: TrustedKeys = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Checkpoints kept elsewhere: an item or page of /v1/checkpoints."),
    ] = None,
    world: WorldName = DEFAULT_WORLD,
) -> None:
    """Say offline whether a disclosure, a consent or an opening stands in the sealed record, as its proofs claim.

    Exit code 0: it does; 1: it does not; 2: it could not be verified, as a file is missing or is no proof.

    Example: `onshi audit verify-proof proof.json --key checkpoint-public.pem`.
    """
    from simulator.audit.files import CannotVerify
    from simulator.audit.proof_command import verify_proof

    try:
        stands = verify_proof(file, key or [], checkpoint, world)
    except CannotVerify as error:
        fail(error, USAGE)
    if not stands:
        sys.exit(1)
