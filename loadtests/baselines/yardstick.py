"""The echo of a run: how long a bare FastAPI app needs on this machine now, three times."""

import asyncio
import json
import statistics
import sys
import tempfile
from pathlib import Path

from loadtests.bench.driver import drive, post
from loadtests.machine.servers import LOOPBACK, free_port, served

_TIMES, _REQUESTS, _WARM_UP, _CONNECTIONS = 3, 600, 200, 4
_DEADLINE_S = 60.0
_PROOF_BYTES = 2_800
"""As long as a presence proof."""


def echoes_ms() -> list[float]:
    """Return the median milliseconds of an echo, measured three times. Raises DriverFailed or ServerFailed."""
    return asyncio.run(_measured())


async def _measured() -> list[float]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "loadtests.bench.echo:create_app", "--port", str(port)]
    command += ["--log-level", "warning", "--no-access-log"]
    body = json.dumps({"presence_proof": "x" * _PROOF_BYTES}).encode()
    requests = [post(f"{LOOPBACK}:{port}", "/echo", "none", body)] * _REQUESTS
    with tempfile.TemporaryDirectory() as folder:
        ready, log = f"http://{LOOPBACK}:{port}/openapi.json", Path(folder) / "echo.log"
        async with served(command, ready_url=ready, settings={}, log=log):
            await drive(port, requests[:_WARM_UP], deadline_s=_DEADLINE_S, connections=_CONNECTIONS)
            runs = [
                await drive(port, requests, deadline_s=_DEADLINE_S, connections=_CONNECTIONS) for _ in range(_TIMES)
            ]
    return [round(statistics.median(run.latencies_s) * 1000, 4) for run in runs]
