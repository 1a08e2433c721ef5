"""Folder agents in the process of a test, which can be killed at any step."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from onshi.connecting import open_http
from onshi.conversation import Conversation, Places
from onshi.retrying import PATIENT
from shared.clock import ShiftedClock
from simulator.agent.carrying import Carrying
from simulator.agent.config import Config
from simulator.agent.facing import Facing
from simulator.agent.folder import Folders
from simulator.agent.kept import Kept
from simulator.agent.persisting import Persistence
from simulator.agent.report import Report
from simulator.agent.service import Service
from simulator.agent.settling import Settling
from simulator.agent.taking import Taking
from tests.flows.people import credential
from tests.flows.program import Simulator

Talk: TypeAlias = tuple[httpx.Client, Conversation]


class Killed(BaseException):
    """Stands for the end of the process."""


def killed_at(step: Callable[..., Any], *, after: bool) -> Callable[..., Any]:
    """Return a step before or after which the process ends."""

    def killed(*arguments: Any) -> Any:
        if after:
            step(*arguments)
        raise Killed

    return killed


@contextlib.contextmanager
def talk_of(simulator: Simulator) -> Iterator[Talk]:
    """What the agents of a test talk by, as the clinic."""
    secret = credential(simulator.control_url, "clinic")["client_secret"]
    places = Places.under(simulator.base_url, None, None)
    with open_http() as http:
        yield http, Conversation(places, ("clinic", secret), None, PATIENT)


def taking_at(root: Path, talk: Talk) -> Taking:
    """A new agent's work on req."""
    folders, kept, service, persistence = _parts(root, talk)
    carrying = Carrying(folders, kept, service, service.config, persistence)
    return Taking(carrying, persistence.report, Settling(0.1))


def facing_at(root: Path, talk: Talk) -> Facing:
    """A new agent's work on face."""
    folders, kept, service, persistence = _parts(root, talk)
    return Facing(folders, kept, service, persistence.report, persistence)


def _parts(root: Path, talk: Talk) -> tuple[Folders, Kept, Service, Persistence]:
    folders = Folders(root)
    folders.make()
    kept = Kept(folders.own / "answers", in_place=False)
    kept.open()
    report = Report(folders.own / "status.json", ShiftedClock(), verbose=False)
    return folders, kept, Service(*talk, Config()), Persistence(report)
