"""The signers as the receptions see them: a pool of processes behind pipes, so that no greenlet waits for another's.

Runs under gevent only: a greenlet that waits for its proof lets all others go on.
"""

import itertools
import json
import sys
from collections.abc import Mapping

import gevent
from gevent.event import AsyncResult
from gevent.lock import BoundedSemaphore
from gevent.subprocess import PIPE, Popen

from loadtests.machine import REPOSITORY

_PROCESSES = 2
_LONGEST_WAIT_S = 30.0


class SigningFailed(Exception):
    """A card did not sign; the message says why and never for whom."""


class Signers:
    """Hands orders to the processes in turn."""

    def __init__(self, base_url: str) -> None:
        self._signers = [_Signer(base_url) for _ in range(_PROCESSES)]
        self._turn = itertools.cycle(self._signers)

    def sign(self, card_id: str, body: Mapping[str, object]) -> str:
        """Return the presence proof; raises SigningFailed."""
        return next(self._turn).sign(card_id, body)

    def close(self) -> None:
        """End the processes."""
        for signer in self._signers:
            signer.close()


class _Signer:
    def __init__(self, base_url: str) -> None:
        command = [sys.executable, "-m", "loadtests.signing", base_url]
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, cwd=REPOSITORY)
        self._numbers = itertools.count()
        self._waiting: dict[int, AsyncResult] = {}
        self._writing = BoundedSemaphore()
        self._reader = gevent.spawn(self._read)

    def sign(self, card_id: str, body: Mapping[str, object]) -> str:
        number, result = next(self._numbers), AsyncResult()
        self._waiting[number] = result
        line = json.dumps({"id": number, "card_id": card_id, "body": dict(body)}).encode() + b"\n"
        try:
            with self._writing:
                self._process.stdin.write(line)
                self._process.stdin.flush()
            answer: dict[str, str] = result.get(timeout=_LONGEST_WAIT_S)
        except (OSError, ValueError, gevent.Timeout) as error:
            raise SigningFailed(f"the signer does not answer ({type(error).__name__})") from error
        finally:
            self._waiting.pop(number, None)
        if "presence_proof" not in answer:
            raise SigningFailed(answer["error"])
        return answer["presence_proof"]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=_LONGEST_WAIT_S)

    def _read(self) -> None:
        for line in self._process.stdout:
            answer = json.loads(line)
            result = self._waiting.get(answer["id"])
            if result is not None:
                result.set(answer)
        for result in self._waiting.values():
            result.set({"error": "the signer has ended"})
