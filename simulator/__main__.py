"""The program: `onshi COMMAND`. The only place that reads the environment; each command imports what it needs itself.

A quick start is part of the product, so nothing heavy is imported before it is known that it is needed.
"""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

if TYPE_CHECKING:
    from shared.settings import Settings
    from simulator.patients.cells import FixturesInvalid

BASE_URL, CONTROL_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8099"

program = typer.Typer(
    name="onshi",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Unofficial simulator of Japan's online eligibility confirmation (オンライン資格確認・非公式シミュレーター).",
)
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free port.")]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
AllowPublic = Annotated[bool, typer.Option("--allow-public", help="Allow a host that other machines can reach.")]
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
Day = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The reference date, which becomes today. Default: today."),
]

Fixtures = Annotated[
    Path | None,
    typer.Option("--fixtures", dir_okay=False, help="A CSV file of your own test patients (docs/fixtures.md)."),
]


def _tell_version(asked: bool) -> None:
    if asked:
        from onshi.version import VERSION

        print(f"onshi {VERSION}")
        raise typer.Exit


@program.callback()
def _whole(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@program.command()
def up(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    control_host: Annotated[str, typer.Option(help="The address that the controls listen on.")] = "127.0.0.1",
    control_port: Port = 8099,
    data: Annotated[Path | None, typer.Option(file_okay=False, help="Keep database and keys in this folder.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve.")] = 1,
    seed: Seed = None,
    day: Day = None,
    fixtures: Fixtures = None,
    allow_public: AllowPublic = False,
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve over TLS, with a CA of its own whose file is shown.")
    ] = False,
    tls_name: Annotated[
        list[str] | None, typer.Option(help="Another name or address that the certificate holds; repeat for more.")
    ] = None,
    tls_client_certificates: Annotated[
        bool,
        typer.Option(
            "--tls-client-certificates", help="TLS, and an institution must come with its own certificate (shown)."
        ),
    ] = False,
) -> None:
    """Run the whole simulator: PostgreSQL, all services, the controls, and a world full of invented people."""
    from simulator.pages.notice import loud_notice
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.running.listeners import CannotListen
    from simulator.running.supervisor import run_up
    from simulator.running.up_options import Running, UpOptions
    from simulator.start_failed import StartFailed
    from simulator.worlds.folder_files import UnusableFolder
    from simulator.worlds.world_record import AnotherWorld

    def show(running: Running) -> None:
        from simulator.running.banner import banner

        print(banner(running), flush=True)

    options = UpOptions(
        host=host,
        port=port,
        control_host=control_host,
        control_port=control_port,
        data=data,
        workers=workers,
        seed=seed,
        day=_day(day),
        fixtures=fixtures,
        allow_public=allow_public,
        tls=tls or tls_client_certificates or bool(tls_name),
        tls_names=tls_name or (),
        tls_client_certificates=tls_client_certificates,
        environment=os.environ,
    )
    print(loud_notice(), flush=True)
    try:
        run_up(options, _settings, show)
    except FixturesInvalid as error:
        _fail_with_cells(error)
    except (StartFailed, UnusableFolder, CannotListen, AnotherWorld, FixturesUnreadable) as error:
        _fail(error)


@program.command()
def serve(
    service: Annotated[str, typer.Argument(help="registry, consent, eligibility or jpki.")],
    host: Host = "127.0.0.1",
    port: Port = 8000,
    allow_public: AllowPublic = False,
) -> None:
    """Run one service alone, told by ONSHI_* variables (`onshi settings`); jpki is a simulator and nothing else."""
    from shared.settings import MissingSetting
    from simulator.running.alone import NoSuchService, serve_alone
    from simulator.running.listeners import CannotListen

    try:
        serve_alone(service, _settings(), host, port, allow_public=allow_public)
    except (NoSuchService, CannotListen, MissingSetting) as error:
        _fail(error)


@program.command()
def controls(
    host: Host = "127.0.0.1",
    port: Port = 8099,
    seed: Seed = None,
    day: Day = None,
    fixtures: Fixtures = None,
    allow_public: AllowPublic = False,
) -> None:
    """Run the controls alone, for a world that was seeded with the same seed, date and fixtures."""
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.running.alone import serve_controls_alone
    from simulator.running.listeners import CannotListen

    try:
        serve_controls_alone(_settings(), seed, _day(day), fixtures, host, port, allow_public=allow_public)
    except FixturesInvalid as error:
        _fail_with_cells(error)
    except (CannotListen, FixturesUnreadable) as error:
        _fail(error)


@program.command()
def migrate(
    roles_only: Annotated[
        bool, typer.Option("--roles-only", help="Make the roles and nothing else: before a dump is restored.")
    ] = False,
) -> None:
    """Bring the database of ONSHI_DATABASE_URL to the newest version, also after it was restored.

    The passwords in ONSHI_REGISTRY_DATABASE_URL and the others become those of the services' roles.
    """
    from simulator.worlds.migration import CannotMigrate, migrate_database

    try:
        migrate_database(_settings(), roles_only=roles_only)
    except CannotMigrate as error:
        _fail(error)
    print("the roles are there" if roles_only else "migrated")


@program.command()
def backup(
    output: Annotated[Path, typer.Argument(help="The folder to make; `onshi up --data` opens it.")],
    data: Annotated[Path, typer.Option(file_okay=False, help="The folder of the running `onshi up`.")],
) -> None:
    """Copy a world that is running: its database, keys and passwords, as they were at one moment."""
    from simulator.worlds.backup import CannotBackUp, back_up

    try:
        back_up(_settings(), data, output)
    except CannotBackUp as error:
        _fail(error)
    print(f"copied to {output}; open it with `onshi up --data {output}`")


@program.command()
def purge(
    data: Annotated[Path | None, typer.Option(file_okay=False, help="The folder of the running `onshi up`.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
) -> None:
    """Remove records of checks older than ONSHI_RECORD_KEPT_DAYS (保存期間) and leave a signed mark.

    An administrator's step, as `migrate`: in the running `onshi up --data`, or the database of ONSHI_DATABASE_URL.
    """
    from simulator.audit.retention.command import purge_now
    from simulator.audit.retention.rule import CannotPurge

    try:
        purge_now(_settings(), data, dry_run=dry_run)
    except CannotPurge as error:
        _fail(error)


@program.command()
def seed(
    registry_url: Annotated[str | None, typer.Option(help="The registry. Default: /registry of --url.")] = None,
    jpki_url: Annotated[str | None, typer.Option(help="The simulated J-LIS. Default: /jpki of --url.")] = None,
    consent_url: Annotated[
        str | None, typer.Option(help="The consent service; left out: nobody gets the emergency authority.")
    ] = None,
    url: Url = BASE_URL,
    seed: Seed = None,
    day: Day = None,
    fixtures: Fixtures = None,
    ca: CaFile = None,
) -> None:
    """Fill a world over HTTP with insurers, institutions, clients, personas and their cards; again changes nothing."""
    from onshi.connecting import CertificateUnreadable
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.worlds.seeding.calls import SeedFailed
    from simulator.worlds.seeding.command import WhereToSeed, seed_with_progress

    base_url = url.rstrip("/")
    where = WhereToSeed(registry_url or f"{base_url}/registry", jpki_url or f"{base_url}/jpki", consent_url, ca or True)
    try:
        seed_with_progress(where, _settings(), seed, _day(day), fixtures)
    except FixturesInvalid as error:
        _fail_with_cells(error)
    except (SeedFailed, FixturesUnreadable, CertificateUnreadable) as error:
        _fail(error)


@program.command()
def credentials(control_url: ControlUrl = CONTROL_URL, ca: CaFile = None) -> None:
    """Show the clients of the running simulator, with their secrets."""
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NotRunning, show_credentials

    try:
        show_credentials(control_url, ca or True)
    except (NotRunning, CertificateUnreadable) as error:
        _fail(error)


@program.command()
def personas(
    persona: Annotated[str | None, typer.Argument(help="One of them: card, PIN, numbers, story.")] = None,
    control_url: ControlUrl = CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Show whom the running simulator can be asked about and what it answers, or everything of one of them."""
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NobodyOfThatName, NotRunning, show_persona, show_personas

    try:
        if persona is None:
            show_personas(control_url, ca or True)
        else:
            show_persona(control_url, persona, ca or True)
    except (NotRunning, NobodyOfThatName, CertificateUnreadable) as error:
        _fail(error)


@program.command()
def check(
    persona: Annotated[str, typer.Option(help="Whose eligibility; `onshi personas` lists them.")],
    by: Annotated[str, typer.Option(help="card or insured.")] = "card",
    purpose: Annotated[
        str | None, typer.Option(help="Why (利用目的); left out: the persona's, mostly CARE_VISIT.")
    ] = None,
    url: Url = BASE_URL,
    control_url: ControlUrl = CONTROL_URL,
    ca: CaFile = None,
    certificate: ClientCertificateFile = None,
) -> None:
    """Check a persona's eligibility as a clinic does, and print the answer (or the refusal, with exit code 1)."""
    from onshi.connecting import CertificateUnreadable
    from simulator.asking.inspection import NotRunning
    from simulator.asking.one_check import CannotAsk, Where, check_persona

    try:
        answered = check_persona(persona, by, purpose, Where(url, control_url, ca or True, certificate))
    except (NotRunning, CannotAsk, CertificateUnreadable) as error:
        _fail(error)
    if not answered:
        sys.exit(1)


@program.command()
def demo() -> None:
    """Start a simulator of its own, act as a clinic against it, say what happens, and leave nothing behind."""
    from simulator.asking.demo import run_demo

    sys.exit(0 if run_demo() else 1)


class _BeforeCommand(TyperCommand):
    """A command line whose part after ``--`` is somebody else's: it is kept as it is, and so is what stands before."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep both parts in ``ctx.meta``."""
        cut = args.index("--") if "--" in args else len(args)
        ctx.meta["options"], ctx.meta["command"] = args[:cut], args[cut + 1 :]
        return super().parse_args(ctx, [word for word in args[:cut] if word == "--help"])


@program.command(name="exec", cls=_BeforeCommand, options_metavar="[OPTIONS OF up] -- COMMAND [ARGUMENTS]")
def run_command(context: typer.Context) -> None:
    """Run COMMAND beside a simulator of its own, on free ports unless the options (of `onshi up`) say others.

    COMMAND finds ONSHI_URL, ONSHI_CONTROL_URL, ONSHI_CLIENT_ID, ONSHI_CLIENT_SECRET and ONSHI_INSTITUTION_CODE in its
    environment (and ONSHI_CA_FILE, ONSHI_CERTIFICATE_FILE with --tls). Its exit code is passed on; nothing is left.
    """
    from simulator.running.exec_command import CannotExecute, run_in_a_world

    options, command = context.meta["options"], context.meta["command"]
    if not command:
        context.fail("say the command after --, as in: onshi exec --seed 7 -- pytest -q")
    # Bad options are told before anything starts.
    group = get_command(program)
    assert isinstance(group, TyperGroup)  # noqa: S101 - it has several commands
    group.commands["up"].make_context("exec", list(options), parent=context.parent)
    try:
        sys.exit(run_in_a_world(options, command, os.environ))
    except CannotExecute as error:
        _fail(error, error.exit_code)


@program.command()
def settings() -> None:
    """List every setting: its variable, its default, what it means."""
    from simulator.commands.settings_list import settings_list

    print(settings_list())


def _fail_with_cells(error: "FixturesInvalid") -> NoReturn:
    for bad_cell in error.bad_cells:
        print(f"onshi: fixtures: {bad_cell}", file=sys.stderr)
    _fail(error)


USAGE = 2
"""The exit code of a command that could not do what it was asked for, where 1 is an answer (Typer's own is 2 too)."""
audit = typer.Typer(no_args_is_help=True, help="The record of who saw what (開示記録): export it, verify it offline.")
program.add_typer(audit, name="audit")


@audit.command(name="export")
def audit_export(
    output: Annotated[Path, typer.Option(dir_okay=False, help="The file to write (JSON lines).")],
    data: Annotated[Path | None, typer.Option(file_okay=False, help="The folder of the running `onshi up`.")] = None,
) -> None:
    """Write records and seals to a file, from the running `onshi up --data` or ONSHI_ELIGIBILITY_DATABASE_URL."""
    from simulator.audit.command import export_with_progress
    from simulator.audit.export import CannotExport

    try:
        export_with_progress(_settings(), data, output)
    except CannotExport as error:
        _fail(error)


@audit.command(name="verify")
def audit_verify(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="What `onshi audit export` wrote.")],
    key: Annotated[
        list[Path] | None, typer.Option(dir_okay=False, help="PEM of a key that is trusted to sign; repeat for more.")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(dir_okay=False, help="A checkpoint kept elsewhere: one item of GET /v1/checkpoints.")
    ] = None,
) -> None:
    """Say offline what was changed, removed, inserted or put in another order, and where.

    Exit code 0: nothing; 1: something; 2: it could not be verified, as a file is missing or is no key.
    """
    from simulator.audit.command import verify_with_progress
    from simulator.audit.files import CannotVerify

    try:
        fits = verify_with_progress(file, key or [], checkpoint)
    except CannotVerify as error:
        _fail(error, USAGE)
    if not fits:
        sys.exit(1)


@audit.command(name="verify-proof")
def audit_verify_proof(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The answer of GET /v1/disclosures/proof; - is stdin.")],
    key: Annotated[
        list[Path] | None, typer.Option(dir_okay=False, help="PEM of a key that is trusted to sign; repeat for more.")
    ] = None,
    checkpoint: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Checkpoints kept elsewhere: an item or page of /v1/checkpoints."),
    ] = None,
) -> None:
    """Say offline whether a disclosure stands in the sealed record, as its proof claims.

    Exit code 0: it does; 1: it does not; 2: it could not be verified, as a file is missing or is no proof.
    """
    from simulator.audit.files import CannotVerify
    from simulator.audit.proof_command import verify_proof

    try:
        stands = verify_proof(file, key or [], checkpoint)
    except CannotVerify as error:
        _fail(error, USAGE)
    if not stands:
        sys.exit(1)


def _settings() -> "Settings":
    from pydantic import ValidationError

    from shared.settings import Settings
    from simulator.commands.misspelt_settings import misspelt_settings

    for sentence in misspelt_settings(os.environ):
        print(f"onshi: {sentence}", file=sys.stderr)
    try:
        return Settings()
    except ValidationError as error:
        # Names only: a value may be a secret.
        wrong = ", ".join(
            f"ONSHI_{'_'.join(map(str, entry['loc'])).upper()}: {entry['msg']}" for entry in error.errors()
        )
        print(f"onshi: settings that cannot be read: {wrong}", file=sys.stderr)
        sys.exit(1)


def _day(chosen: datetime | None) -> date | None:
    return None if chosen is None else chosen.date()


def _fail(error: Exception, code: int = 1) -> NoReturn:
    print(f"onshi: {error}", file=sys.stderr)
    sys.exit(code)


def main() -> None:
    """Run the command that the command line names."""
    from simulator.running.ending import hang_up_as_terminate
    from simulator.running.terminal import replace_what_cannot_be_written

    hang_up_as_terminate()
    # Before anything is said: the help is in both languages too.
    replace_what_cannot_be_written()
    program(prog_name="onshi")


if __name__ == "__main__":
    main()
