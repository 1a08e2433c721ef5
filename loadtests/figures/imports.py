"""How fast a file of members goes in, beside the same lines by single calls and beside PostgreSQL's COPY.

    python -m loadtests.figures.imports [--lines N] [--single N] [--seed S] [--output FILE]

A registry of its own on a PostgreSQL that commits durably to a disk. Lines of an invented nation are registered by
single calls over one connection; a larger file of others is imported; then the rows that were published of those are
copied by PostgreSQL alone into empty tables of the same form, with their indexes. All figures are of one run, so that
whatever else the machine does hits all of them.
"""

import argparse
import asyncio
import io
import json
import os
import secrets
import sys
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import httpx

from loadtests.machine.description import BUILD, folder_on_disk
from loadtests.machine.servers import LOOPBACK, free_port, served
from loadtests.worlds.filling import connected
from onshi.__main__ import program_command
from onshi.connecting import open_http_async
from shared.db.embedded import ADMINISTRATOR, EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.domain.coverage import Insurer
from simulator.population.block import Nation
from simulator.population.writing import write_nation
from simulator.worlds.data_folder import DataFolder

_DATABASE: Final = "onshi_imports"
_DAY: Final = date(2026, 11, 20)
_OPERATOR: Final = "operator"
_KINDS: Final = {
    "limit_certificates": "limit-certificates",
    "elderly_certificates": "elderly-certificates",
    "specific_disease_certificates": "specific-disease-certificates",
    "medical_tickets": "medical-tickets",
}
_PUBLISHED: Final = ("persons", "insured_identifiers", "card_certificates")


@dataclass(frozen=True, slots=True)
class Figures:
    """What one run measured; rates are lines a second."""

    lines: int
    imported_a_second: float
    single_a_second: float
    copied_a_second: float
    import_to_single: float
    import_to_copy: float
    worker_memory_mb: float
    """Of the registry's process, at its highest."""
    load: tuple[float, float, float]


def main() -> int:
    """Run the bench and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.imports", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--lines", type=int, default=10_000, help="lines that are imported (10000)")
    parser.add_argument("--single", type=int, default=200, help="lines that are registered by single calls (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the invented nation")
    parser.add_argument(
        "--output", type=Path, default=BUILD / "bench-import.json", help="where the figures are written"
    )
    options = parser.parse_args()
    figures = asyncio.run(_measure(options.lines, options.single, options.seed))
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(json.dumps(asdict(figures), indent=1) + "\n", encoding="utf-8")
    for name, value in asdict(figures).items():
        print(f"{name:>20}  {value}")
    return 0


async def _measure(lines: int, single: int, seed: int) -> Figures:
    with folder_on_disk() as (folder, _):
        async with _registry(folder) as (http, process_id, admin_url):
            alone = list(_lines_of(Nation(single, seed + 1, _DAY)))
            single_s = await _by_calls(http, alone)
            file = folder / "lines.ndjson"
            with file.open("wb") as output:
                write_nation(Nation(lines, seed, _DAY), output, 1)
            import_s = await _by_import(http, file)
            memory = _highest_memory_mb(process_id)
            copy_s = await _by_copy(admin_url, folder)
        return Figures(
            lines,
            lines / import_s,
            single / single_s,
            (lines + single) / copy_s,
            (lines / import_s) / (single / single_s),
            (lines / import_s) / ((lines + single) / copy_s),
            memory,
            os.getloadavg(),
        )


@asynccontextmanager
async def _registry(folder: Path) -> AsyncIterator[tuple[httpx.AsyncClient, int, str]]:
    """Run a registry; yields its operator's client, its process and the administrator's address of its database."""
    password, worker_password, secret = (secrets.token_hex(16) for _ in range(3))
    postgres = EmbeddedPostgres(folder / "postgres", password, durable=True)
    await postgres.start()
    try:
        async with connected(postgres.admin_url) as admin:
            await admin.execute(f"CREATE DATABASE {_DATABASE}")
        admin_url = postgres.url_of(ADMINISTRATOR, password, _DATABASE)
        await migrate(admin_url, {"registry": worker_password})
        keys = DataFolder(folder)
        keys.make_token_key()
        port = free_port()
        url = f"http://{LOOPBACK}:{port}"
        settings = {
            "ONSHI_REGISTRY_DATABASE_URL": postgres.url_of(runtime_role("registry"), worker_password, _DATABASE),
            "ONSHI_TOKEN_KEY_FILE": str(keys.token_key_file),
            "ONSHI_OPERATOR_SECRET": secret,
        }
        command = program_command("serve", "registry", "--port", str(port))
        async with (
            served(command, ready_url=f"{url}/readyz", settings=settings, log=folder / "registry.log") as process_id,
            open_http_async(base_url=url, timeout=600) as http,
        ):
            login = {"grant_type": "client_credentials"}
            answer = await http.post("/v1/oauth/token", data=login, auth=(_OPERATOR, secret))
            http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
            yield http, process_id, admin_url
    finally:
        await postgres.stop()


def _lines_of(nation: Nation) -> Iterator[dict[str, Any]]:
    content = io.BytesIO()
    write_nation(nation, content, 1)
    return (json.loads(line) for line in content.getvalue().splitlines())


async def _by_calls(http: httpx.AsyncClient, lines: Sequence[dict[str, Any]]) -> float:
    """Register lines one call after the other; return the seconds that it took, without those of insurers."""
    for insurer in {each["insurer_number"]: each for line in lines for each in line["coverages"]}.values():
        named = {"insurer_number": insurer["insurer_number"], "name": insurer["insurer_name"]}
        (await http.post("/v1/insurers", json={**named, "kind": _kind_of(insurer)})).raise_for_status()
    begun_at = time.perf_counter()
    for line in lines:
        for path, body in _calls_of(line):
            (await http.post(path, json=body)).raise_for_status()
    return time.perf_counter() - begun_at


def _kind_of(insurer: dict[str, Any]) -> str:
    return str(Insurer.known_by_number(insurer["insurer_number"]).kind.value)


def _calls_of(line: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    person = line["person"]
    yield "/v1/persons", person
    for coverage in line["coverages"]:
        filed = {name: value for name, value in coverage.items() if name not in _KINDS and name != "insurer_name"}
        yield "/v1/coverages", {**filed, "person_id": person["person_id"]}
        for kind, path in _KINDS.items():
            for certificate in coverage.get(kind, ()):
                yield f"/v1/coverages/{coverage['coverage_id']}/{path}", certificate
    if line["card"] is not None:
        yield "/v1/card-registrations", {**line["card"], "person_id": person["person_id"]}


async def _by_import(http: httpx.AsyncClient, file: Path) -> float:
    """Import a file; return the seconds from the first byte until it is done."""

    async def pieces() -> AsyncIterator[bytes]:
        with file.open("rb") as source:
            while piece := source.read(1 << 18):
                yield piece

    begun_at = time.perf_counter()
    headers = {"Content-Type": "application/x-ndjson"}
    answer = await http.post("/v1/imports", content=pieces(), headers=headers)
    address = f"/v1/imports/{answer.raise_for_status().json()['import_id']}"
    while (shown := (await http.get(address)).raise_for_status().json())["state"] == "running":  # noqa: ASYNC110 - another process works
        await asyncio.sleep(0.2)
    if shown["accepted"] != shown["lines"]:
        raise RuntimeError(f"not all lines were taken: {shown['rejections'][:3]}")
    return time.perf_counter() - begun_at


async def _by_copy(admin_url: str, folder: Path) -> float:
    """Copy the published rows into empty tables of the same form; return the seconds."""
    async with connected(admin_url) as admin:
        copied_s = 0.0
        for table in _PUBLISHED:
            rows = folder / f"{table}.copy"
            await admin.copy_from_table(table, schema_name="registry_published", output=rows, format="binary")
            await admin.execute(f"CREATE TABLE {table}_again (LIKE registry_published.{table} INCLUDING ALL)")
            begun_at = time.perf_counter()
            await admin.copy_to_table(f"{table}_again", source=rows, format="binary")
            copied_s += time.perf_counter() - begun_at
    return copied_s


def _highest_memory_mb(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(kilobytes) / 1024


if __name__ == "__main__":
    sys.exit(main())
