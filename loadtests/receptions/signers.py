"""The signers as the receptions see them: a pool of processes behind pipes, so that no greenlet waits for another's.

Runs under gevent only: a greenlet that waits for its proof lets all others go on.
"""

import itertools
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import gevent
import msgspec
from gevent.event import AsyncResult
from gevent.lock import BoundedSemaphore
from gevent.subprocess import PIPE, Popen

from loadtests.machine.accounting import cpu_s_of
from loadtests.machine.description import REPOSITORY
from loadtests.receptions.signing import Order

_PROCESSES = 2
_LONGEST_WAIT_S = 30.0
_PORTAL_PURPOSE = "CARE_VISIT"
"""A proof names one; the portal looks at none."""


class SigningFailed(Exception):
    """A card did not sign; the message says why and never for whom."""


class Signers:
    """Hands orders to the processes in turn."""

    def __init__(self, cards: Path) -> None:
        """Start the processes; ``cards`` is a file of `onshi load-data`."""
        self._signers = [_Signer(cards) for _ in range(_PROCESSES)]
        self._turn = itertools.cycle(self._signers)
        self._numbers = itertools.count()

    def sign(
        self, card_at: int, nonce: str, institution: str, purpose: str, iat: int, consents: Sequence[str] = ()
    ) -> str:
        """Return the presence proof of the card whose line begins at ``card_at``; raises SigningFailed."""
        order = Order(next(self._numbers), card_at, nonce, institution, purpose, iat, list(consents))
        return next(self._turn).sign(order)

    def sign_in(self, card_at: int, nonce: str, portal: str, iat: int) -> str:
        """Return the proof with which the card's holder signs in to the consent service; raises SigningFailed."""
        order = Order(next(self._numbers), card_at, nonce, portal, _PORTAL_PURPOSE, iat, aud="onshi-portal")
        return next(self._turn).sign(order)

    def processes(self) -> list[dict[str, object]]:
        """Return what this process and the signers have used of the processor, in seconds since they started."""
        ids = {"generator": os.getpid()}
        ids |= {f"signer {number}": signer.process_id for number, signer in enumerate(self._signers, 1)}
        return [{"name": name, "cpu_s": cpu_s_of(process_id)} for name, process_id in ids.items()]

    def close(self) -> None:
        """End the processes."""
        for signer in self._signers:
            signer.close()


class _Signer:
    def __init__(self, cards: Path) -> None:
        command = [sys.executable, "-m", "loadtests.receptions.signing", str(cards.resolve())]
        # Ctrl-C is for the run, which ends them with their input.
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, cwd=REPOSITORY, start_new_session=True)
        self.process_id: int = self._process.pid
        self._waiting: dict[int, AsyncResult] = {}
        self._writing = BoundedSemaphore()
        self._reader = gevent.spawn(self._read)

    def sign(self, order: Order) -> str:
        result = AsyncResult()
        self._waiting[order.id] = result
        try:
            with self._writing:
                self._process.stdin.write(msgspec.json.encode(order) + b"\n")
                self._process.stdin.flush()
            answer: dict[str, str] = result.get(timeout=_LONGEST_WAIT_S)
        except (OSError, ValueError, gevent.Timeout) as error:
            raise SigningFailed(f"the signer does not answer ({type(error).__name__})") from error
        finally:
            self._waiting.pop(order.id, None)
        if "presence_proof" not in answer:
            raise SigningFailed(answer["error"])
        return answer["presence_proof"]

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(timeout=_LONGEST_WAIT_S)

    def _read(self) -> None:
        for line in self._process.stdout:
            answer = msgspec.json.decode(line)
            result = self._waiting.get(answer["id"])
            if result is not None:
                result.set(answer)
        for result in self._waiting.values():
            result.set({"error": "the signer has ended"})
