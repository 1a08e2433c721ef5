"""The program: `onshi COMMAND`. A file for each command stands beside this one, and imports late what it needs.

A quick start is part of the product, so nothing heavy is imported before it is known that it is needed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

import typer

from simulator.commands import audit as of_audit
from simulator.commands import card as of_card
from simulator.commands import card_export as of_card_export
from simulator.commands import cell as of_cell
from simulator.commands.agent import agent
from simulator.commands.backup import backup
from simulator.commands.check import check
from simulator.commands.conformance import conformance
from simulator.commands.controls import controls
from simulator.commands.credentials import credentials
from simulator.commands.demo import demo
from simulator.commands.doctor import doctor
from simulator.commands.exec import BeforeCommand, run_command
from simulator.commands.guide import guide
from simulator.commands.import_file import import_file
from simulator.commands.load import OPTIONS_OF_THE_RUN, load
from simulator.commands.load_data import load_data
from simulator.commands.message import message
from simulator.commands.migrate import migrate
from simulator.commands.panels import TEN_MINUTES, Panel
from simulator.commands.personas import personas
from simulator.commands.population import population
from simulator.commands.purge import purge
from simulator.commands.seed import seed
from simulator.commands.serve import serve
from simulator.commands.settings import settings
from simulator.commands.up import up
from simulator.commands.usage import Commands

program = typer.Typer(
    name="onshi",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Unofficial simulator of Japan's online eligibility confirmation (オンライン資格確認・非公式シミュレーター).",
    epilog=TEN_MINUTES,
)


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


# Panels and commands in the order in which `onshi --help` lists them.
_PANELS: Mapping[Panel, Sequence[Callable[..., None]]] = {
    Panel.BEGIN: (up, demo, doctor, guide),
    Panel.API: (personas, credentials, check),
    Panel.RECEIPT_SYSTEM: (message, agent, conformance),
    Panel.LOAD: (load_data, population),
    Panel.OPERATING: (serve, controls, migrate, seed, backup, purge, settings),
}
for _panel, _commands in _PANELS.items():
    for _command in _commands:
        program.command(rich_help_panel=_panel)(_command)
program.command(
    name="exec",
    cls=BeforeCommand,
    options_metavar="[OPTIONS OF up] -- COMMAND [ARGUMENTS]",
    rich_help_panel=Panel.RECEIPT_SYSTEM,
)(run_command)
program.command(
    context_settings=OPTIONS_OF_THE_RUN, add_help_option=False, options_metavar="[OPTIONS]", rich_help_panel=Panel.LOAD
)(load)
program.command(name="import", rich_help_panel=Panel.OPERATING)(import_file)

audit = typer.Typer(
    cls=Commands, no_args_is_help=True, help="The record of who saw what (開示記録): export it, verify it offline."
)
audit.command(name="export")(of_audit.export)
audit.command(name="verify")(of_audit.verify)
audit.command(name="verify-proof")(of_audit.verify_a_proof)
program.add_typer(audit, name="audit", rich_help_panel=Panel.OPERATING)

cell = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="A hub and cells that read a copy of what it publishes (docs/cells.md): made, ended.",
)
cell.command()(of_cell.publish)
cell.command()(of_cell.subscribe)
cell.command()(of_cell.unsubscribe)
cell.command(name="publish-records")(of_cell.publish_records)
cell.command()(of_cell.gather)
program.add_typer(cell, name="cell", rich_help_panel=Panel.OPERATING)

card = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    help="Cards and phones of a running simulator: list, issue, sign, verify, renew, revoke, unblock, trick "
    "(マイナンバーカード・スマホ用電子証明書).",
)
card.command(name="list")(of_card.list_cards)
for _of_card in (
    of_card.show,
    of_card.issue,
    of_card.sign,
    of_card.verify,
    of_card.renew,
    of_card.revoke,
    of_card.unblock,
    of_card.trick,
):
    card.command()(_of_card)
card.command()(of_card_export.export)
program.add_typer(card, name="card", rich_help_panel=Panel.API)
