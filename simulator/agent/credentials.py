"""Who the agent is: a client of one institution, and its secret."""

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

import httpx

from onshi.problems import OnshiProblem, raise_for_problem
from onshi.reading import items_of
from shared.web.host_names import is_loopback_name
from simulator.agent.patience import pause_s
from simulator.agent.report import Report

CLIENT, SECRET = "ONSHI_CLIENT_ID", "ONSHI_CLIENT_SECRET"


class NoSecret(Exception):
    """The secret of the client is not known and cannot be asked for."""


def secret_in(environment: Mapping[str, str], client_id: str) -> str | None:
    """Return the secret that the environment holds, unless it is another client's (as ``onshi exec`` names both)."""
    of_another = environment.get(CLIENT) not in (None, "", client_id)
    return None if of_another else environment.get(SECRET) or None


def may_be_asked_for(control_url: str) -> bool:
    """Tell whether the controls are on this machine: from elsewhere a secret is given, never fetched."""
    return is_loopback_name(urlsplit(control_url).netloc)


async def secret_from(control_url: str, client_id: str, http: httpx.AsyncClient, report: Report) -> str:
    """Ask the controls, for as long as they are not there; raises NoSecret where they know no such client."""
    failures = 0
    while True:
        try:
            answer = await http.get(f"{control_url.rstrip('/')}/credentials")
            raise_for_problem(answer)
            secrets = {item["client_id"]: str(item["client_secret"]) for item in items_of(answer, "client_id")}
        except (OnshiProblem, httpx.TransportError, KeyError):
            failures += 1
            report.failed("no-controls", f"no controls of a simulator at {control_url}; waiting for them")
            await asyncio.sleep(pause_s(failures))
            continue
        if client_id not in secrets:
            raise NoSecret(f"there is no client {client_id!r}; `onshi credentials` lists them")
        return secrets[client_id]
