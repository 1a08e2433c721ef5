"""`onshi agent`: the folders `req`, `res` and `face` that receipt computers know (連携アプリケーション)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulator.commands.environment import environment_of
from simulator.commands.failing import USAGE, fail
from simulator.commands.options import CaFile, ClientCertificateFile, ControlUrl, Url
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL

if TYPE_CHECKING:
    from simulator.agent.folder import Folders


def agent(
    context: typer.Context,
    root: Annotated[Path, typer.Option(file_okay=False, help="Where req, res and face are, or are made.")],
    client: Annotated[
        str, typer.Option(envvar="ONSHI_CLIENT_ID", help="As whom; `onshi credentials` lists the clients.")
    ] = "clinic",
    institution: Annotated[
        str | None, typer.Option(help="The 医療機関コード, where the client stands for several institutions.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(dir_okay=False, help="How it works; left out: DIR/onshi-agent.toml, if it is there.")
    ] = None,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
    certificate: ClientCertificateFile = None,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print a line for each file.")] = False,
) -> None:
    """Answer requests that lie in DIR/req into DIR/res, and bring checks by card to DIR/face (docs/folders.md).

    Example: `onshi agent --root OQS --client clinic`.
    """
    from onshi.connecting import CertificateUnreadable
    from simulator.agent.agent import AgentOptions, run_agent
    from simulator.agent.config import ConfigInvalid, config_in
    from simulator.agent.credentials import CannotStart
    from simulator.agent.folder import FolderUnusable

    def show(folders: "Folders") -> None:
        print(f"{folders.requests} -> {url} as {client} -> {folders.answers}, {folders.faces}")
        print("Stop with Ctrl-C / Ctrl-C で終了します。", flush=True)

    try:
        options = AgentOptions(
            root,
            url,
            control_url,
            client,
            config_in(root, config),
            environment_of(context),
            institution=institution,
            verify=ca or True,
            certificate=certificate,
            verbose=verbose,
        )
        run_agent(options, show)
    except (ConfigInvalid, CannotStart, FolderUnusable, CertificateUnreadable) as error:
        fail(error, USAGE)
