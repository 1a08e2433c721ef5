"""`onshi demo`: a first signed, valid answer, and what a refusal looks like, without any preparation."""

import time

import httpx
from rich.console import Console
from rich.markup import escape

from onshi.client import Clinic
from onshi.signer import VirtualCard
from onshi.simulator import RunningSimulator, SimulatorFailed, running_simulator
from simulator.asking.inspection import NotRunning, read_items
from simulator.asking.story import Step, tell
from simulator.pages.notice import NOTICE, NOTICE_JA
from simulator.running.ending import exit_on_terminate

PERSONA = "employee-with-limit"
_CLINIC = "clinic"


def run_demo() -> bool:
    """Play the story against a simulator of its own; return whether everything was as expected."""
    # A demo that is told to stop still takes its simulator and its files along.
    exit_on_terminate()
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[bold white on dark_red] {NOTICE} [/]\n[bold white on dark_red] {NOTICE_JA} [/]\n")
    began = time.perf_counter()
    try:
        console.print("starting PostgreSQL and the services / PostgreSQLと各サービスを起動しています …")
        # The same wherever it runs: a database or a clock that is set for other uses does not touch it.
        with running_simulator() as simulator:
            console.print(f"ready after {time.perf_counter() - began:.1f} s: {simulator.base_url}\n")
            is_as_expected = _play(simulator, console)
    except (SimulatorFailed, NotRunning, httpx.TransportError) as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return False
    except KeyboardInterrupt:
        return False
    console.print("[green]everything as expected[/]" if is_as_expected else "[red]not everything was as expected[/]")
    return is_as_expected


def _play(simulator: RunningSimulator, console: Console) -> bool:
    credentials = {each["client_id"]: each for each in read_items(simulator.control_url, "credentials")}
    personas = {each["id"]: each for each in read_items(simulator.control_url, "personas")}
    clinic, persona = credentials[_CLINIC], personas[PERSONA]
    url, held = simulator.base_url, persona["card"]
    is_as_expected = True
    with (
        Clinic(url, clinic["client_id"], clinic["client_secret"]) as client,
        VirtualCard(url, held["card_id"], held["pin"]) as card,
    ):
        for number, step in enumerate(tell(client, card, persona), start=1):
            _show(console, number, step)
            is_as_expected = is_as_expected and step.is_as_expected
    return is_as_expected


def _show(console: Console, number: int, step: Step) -> None:
    mark = "[green]ok[/]" if step.is_as_expected else "[red]UNEXPECTED[/]"
    console.print(f"[bold]{number}. {step.title} / {step.title_ja}[/]  {step.took_ms:.1f} ms  {mark}")
    console.print(f"   → {escape(step.outcome)}")
    for line in step.details:
        console.print(f"     {escape(line)}", style="dim")
