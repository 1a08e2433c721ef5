"""Who the agent is: a client of one institution, and its secret."""

from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

import httpx

from onshi.problems import OnshiProblem, raise_for_problem
from onshi.reading import items_of
from shared.web.host_names import is_loopback_name
from simulator.agent.patience import pause_s
from simulator.agent.persisting import Persistence

CLIENT, SECRET = "ONSHI_CLIENT_ID", "ONSHI_CLIENT_SECRET"


class CannotStart(Exception):
    """There is no such client, no secret of it, or no such address; the message says which."""


def secret_in(environment: Mapping[str, str], client_id: str) -> str | None:
    """Return the secret that the environment holds, unless it is another client's (as ``onshi exec`` names both)."""
    of_another = environment.get(CLIENT) not in (None, "", client_id)
    return None if of_another else environment.get(SECRET) or None


def require_address(name: str, url: str) -> None:
    """Refuse what is no address; raises CannotStart."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        address = httpx.URL("")
    if address.scheme not in ("http", "https") or not address.host:
        raise CannotStart(f"{name} is no address of a simulator: it begins with http:// or https://")


def may_be_asked_for(control_url: str) -> bool:
    """Tell whether the controls are on this machine: from elsewhere a secret is given, never fetched."""
    return is_loopback_name(urlsplit(control_url).netloc)


def secret_from(control_url: str, client_id: str, http: httpx.Client, persistence: Persistence) -> str:
    """Ask the controls until they answer; raises CannotStart where they know no such client, or Stopping."""
    failures = 0
    while True:
        try:
            answer = http.get(f"{control_url.rstrip('/')}/credentials")
            raise_for_problem(answer)
            secrets = {item["client_id"]: str(item["client_secret"]) for item in items_of(answer, "client_id")}
        except (OnshiProblem, httpx.TransportError, KeyError):
            failures += 1
            persistence.report.failed(
                "service", "no-controls", f"no controls of a simulator at {control_url}; waiting for them"
            )
            with suppress(OSError):
                persistence.report.write()
            persistence.pause(pause_s(failures))
            continue
        if client_id not in secrets:
            raise CannotStart(f"there is no client {client_id!r}; `onshi credentials` lists them")
        persistence.report.went_well("service")
        return secrets[client_id]
