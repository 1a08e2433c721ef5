"""`onshi import`: a file of members handed in as the operator, and followed until it is done."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from onshi.connecting import open_http
from onshi.problems import OnshiProblem, raise_for_problem
from simulator.asking.inspection import read_items
from simulator.asking.one_check import CannotAsk, Where
from simulator.asking.refusals import say_refusal

MEDIA_TYPES: Final = {"ndjson": "application/x-ndjson", "csv": "text/csv"}
_IMPORTS: Final = "/registry/v1/imports"
_LOOK_EVERY_S: Final = 0.5
_PIECE: Final = 256 * 1024
_TIMEOUT: Final = httpx.Timeout(60.0, read=300.0)


@dataclass(frozen=True, slots=True)
class MemberFile:
    """A file, and how its lines are written."""

    path: Path
    media_type: str
    encoding: str = "utf-8"

    def pieces(self, source: IO[bytes]) -> Iterator[bytes]:
        """Yield its bytes."""
        while piece := source.read(_PIECE):
            yield piece


@dataclass(slots=True)
class _Operator:
    """The operator of a running simulator, with a token that is renewed when it has expired."""

    http: httpx.Client
    client_id: str
    client_secret: str
    _token: str = field(default="", repr=False)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Return an answer; raises CannotAsk."""
        answer = self._send(method, path, **more)
        if answer.status_code == httpx.codes.UNAUTHORIZED and "content" not in more:
            self._token = ""
            answer = self._send(method, path, **more)
        return answer

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._token or self.renewed()}", **more.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **more)

    def renewed(self) -> str:
        """Get a token."""
        login = {"grant_type": "client_credentials"}
        answer = self.http.post("/registry/v1/oauth/token", data=login, auth=(self.client_id, self.client_secret))
        self._token = str(_good(answer).json()["access_token"])
        return self._token


def import_file(file: MemberFile, where: Where) -> bool:
    """Hand a file in, wait until it is done and print what came of it; tells whether all lines were taken.

    Raises NotRunning, CannotAsk, CertificateUnreadable, OSError (the file cannot be read).
    """
    operators = (each for each in read_items(where.control_url, "credentials", where.verify))
    credential = next(each for each in operators if each["role"] == "operator")
    with open_http(
        base_url=where.base_url, timeout=_TIMEOUT, verify=where.verify, certificate=where.certificate
    ) as http:
        operator = _Operator(http, credential["client_id"], credential["client_secret"])
        try:
            ended = _followed(operator, _handed_in(operator, file))
            _print_rejections(operator, ended)
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise CannotAsk(
                f"the simulator at {where.base_url} does not answer ({type(error).__name__}); run the command again"
            ) from error
    if ended["state"] != "done":
        raise CannotAsk("the import was stopped; run the same command again")
    counts = (f"{name} {ended[name]}" for name in ("accepted", "unchanged", "rejected"))
    print(", ".join(counts))  # noqa: T201 - a program speaks to its user
    return bool(ended["rejected"] == 0)


def _handed_in(operator: _Operator, file: MemberFile) -> str:
    """Send the file once no other import of the operator is under way; return the import's id."""
    while True:
        _wait_for_others(operator)
        operator.renewed()
        with file.path.open("rb") as source:
            answer = operator.send(
                "POST",
                _IMPORTS,
                params={"encoding": file.encoding},
                headers={"Content-Type": file.media_type},
                content=file.pieces(source),
            )
        # Another may have begun just now.
        if answer.status_code != httpx.codes.CONFLICT:
            return str(_good(answer).json()["import_id"])
        time.sleep(_LOOK_EVERY_S)


def _wait_for_others(operator: _Operator) -> None:
    has_said = False
    while any(
        each["state"] == "running" and each["insurer_number"] is None
        for each in _good(operator.send("GET", _IMPORTS, params={"limit": 10})).json()["items"]
    ):
        if not has_said:
            print("another import is under way; waiting（実行中の取込みを待っています）", file=sys.stderr)  # noqa: T201 - same
            has_said = True
        time.sleep(_LOOK_EVERY_S)


def _followed(operator: _Operator, import_id: str) -> dict[str, Any]:
    with _bar() as progress:
        task = progress.add_task("import / 取込み", total=None)
        while True:
            shown: dict[str, Any] = _good(operator.send("GET", f"{_IMPORTS}/{import_id}", params={"limit": 1})).json()
            worked = sum(shown[name] for name in ("accepted", "unchanged", "rejected"))
            progress.update(task, total=shown["lines"], completed=worked)
            if shown["state"] != "running":
                return shown
            time.sleep(_LOOK_EVERY_S)


@contextmanager
def _bar() -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield progress


def _print_rejections(operator: _Operator, ended: dict[str, Any]) -> None:
    cursor: str | None = None
    while ended["rejected"]:
        query = {"limit": 1000} if cursor is None else {"limit": 1000, "cursor": cursor}
        page = _good(operator.send("GET", f"{_IMPORTS}/{ended['import_id']}", params=query)).json()
        for each in page["rejections"]:
            words = f"{each['code']}: {each['message']}（{each['message_ja'].removesuffix('。')}）"
            print(f"line {each['line']} {each['pointer']} {words}", file=sys.stderr)  # noqa: T201 - same
        cursor = page["next_cursor"]
        if cursor is None:
            return


def _good(answer: httpx.Response) -> httpx.Response:
    try:
        raise_for_problem(answer)
    except OnshiProblem as problem:
        raise CannotAsk("\n".join(say_refusal(problem))) from None
    return answer
