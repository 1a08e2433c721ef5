"""Requests are taken from `req`: which are due, many at a time, none twice at once, and none while nobody answers.

One listing a batch: ten times a second, or when all of the last one are taken. This thread alone decides; workers
carry (`carrying`) and tell it what came of it.
"""

import queue
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from simulator.agent.carrying import Carried, Carrying, Gone, NotWhole, Outcome, Stuck
from simulator.agent.kept import FACE, REFUSED, key_of
from simulator.agent.names import RequestName
from simulator.agent.patience import Patience, PatienceOfFiles
from simulator.agent.persisting import Stopping
from simulator.agent.report import Report
from simulator.agent.service import Away
from simulator.agent.settling import Look, Settling

LOOK_EVERY_S: Final = 0.1
AT_ONCE: Final = 16
END_WITHIN_S: Final = 5.0


@dataclass(slots=True)
class Taking:
    """The work on `req`, in the thread that calls ``run``."""

    carrying: Carrying
    report: Report
    settling: Settling
    patience: Patience = field(default_factory=Patience)
    of_files: PatienceOfFiles = field(default_factory=PatienceOfFiles)
    _due: deque[tuple[RequestName, Look | None]] = field(default_factory=deque)
    _in_hand: set[str] = field(default_factory=set)
    _work: "queue.SimpleQueue[tuple[RequestName, Look | None]]" = field(default_factory=queue.SimpleQueue)
    _done: "queue.SimpleQueue[tuple[RequestName, Outcome]]" = field(default_factory=queue.SimpleQueue)

    def run(self) -> None:
        """Take requests until it is time to end; what is in hand then is waited for, but not for long."""
        try:
            self._run()
        except Stopping:
            end_s = time.monotonic() + END_WITHIN_S
            while self._in_hand and time.monotonic() < end_s:
                self._hear(LOOK_EVERY_S)

    def _run(self) -> None:
        for number in range(AT_ONCE):
            threading.Thread(target=self._serve, name=f"worker {number}", daemon=True).start()
        self._go_on()
        persistence = self.carrying.persistence
        while True:
            self._list(persistence.surely("req-not-read", self.carrying.folders.list_requests))
            look_again_s = time.monotonic() + LOOK_EVERY_S
            while self._due or self._in_hand or time.monotonic() < look_again_s:
                self._give_out()
                if time.monotonic() >= look_again_s and (not self._due or not self._may_ask()):
                    break
                self._hear(max(look_again_s - time.monotonic(), 0.01))
                persistence.pause(0)

    def _go_on(self) -> None:
        """Deliver what an agent before this one has answered, and forget those whose request is gone."""
        kept, folders, persistence = self.carrying.kept, self.carrying.folders, self.carrying.persistence
        left = {key for key in kept.keys if not key.startswith(FACE)}
        if not left:
            return
        for key in left:
            # Whoever asked may have given up its request, and still waits for the answer.
            persistence.surely("res-not-written", partial(kept.deliver, key, folders.answers))
        for name in persistence.surely("req-not-read", folders.list_requests):
            try:
                key = key_of(folders.read(name))
            except OSError:
                continue
            left -= {key, key + REFUSED}
        for key in left:
            persistence.surely("own-not-written", partial(kept.forget, key))

    def _list(self, listed: dict[RequestName, Look]) -> None:
        names = {name.file_name for name in listed}
        self.settling.keep_only(names)
        self.of_files.keep_only(names)
        if not self.of_files:
            self.report.went_well("files")
        self.report.waiting = len(names)
        now_s = time.monotonic()
        self._due.clear()
        for name, look in listed.items():
            if name.file_name in self._in_hand or not self.of_files.is_over(name.file_name, now_s):
                continue
            if self.settling.is_worth_reading(name.file_name, look, now_s):
                is_still = self.settling.is_still(name.file_name, look, now_s)
                self._due.append((name, look if is_still else None))

    def _may_ask(self) -> bool:
        return self.patience.is_over(time.monotonic()) and not (self.patience.failures and self._in_hand)

    def _give_out(self) -> None:
        # While the service is away one request finds out for all.
        while self._due and len(self._in_hand) < AT_ONCE and self._may_ask():
            task = self._due.popleft()
            self._in_hand.add(task[0].file_name)
            self._work.put(task)

    def _serve(self) -> None:
        while True:
            name, still = self._work.get()
            try:
                outcome = self.carrying.carry(name, still)
            except Stopping:
                outcome = Gone()
            except Exception as error:  # noqa: BLE001 - one request must not end the others
                outcome = Stuck("internal-error", type(error).__name__)
            self._done.put((name, outcome))

    def _hear(self, timeout_s: float) -> None:
        try:
            name, outcome = self._done.get(timeout=timeout_s)
            while True:
                self._in_hand.discard(name.file_name)
                self._judge(name, outcome)
                name, outcome = self._done.get_nowait()
        except queue.Empty:
            return

    def _judge(self, name: RequestName, outcome: Outcome) -> None:
        now_s = time.monotonic()
        match outcome:
            case Gone():
                self.of_files.went_well(name.file_name)
            case NotWhole(look):
                self.settling.was_not_whole(name.file_name, look, now_s)
            case Stuck():
                self._is_stuck(name, outcome)
            case Away(code, is_of_all, retry_after_s):
                if is_of_all:
                    self.report.failed("service", code, "the service cannot answer now; requests wait")
                    self.patience.failed(now_s, retry_after_s)
                else:
                    self._is_stuck(name, Stuck(code, "it was not answered and is sent again"))
            case Carried():
                self._was_carried(name, outcome)

    def _was_carried(self, name: RequestName, carried: Carried) -> None:
        self.report.taken += 1
        if carried.err is None:
            self.report.answered += 1
        else:
            self.report.err += 1
        came = "answered" if carried.err is None else f"err {carried.err}"
        self.report.say(f"{name.kind} {carried.key[:8]} {came} in {carried.seconds:.3f} s")
        self.patience.went_well()
        self.report.went_well("service")
        if carried.stuck is None:
            self.of_files.went_well(name.file_name)
        else:
            self._is_stuck(name, carried.stuck)

    def _is_stuck(self, name: RequestName, stuck: Stuck) -> None:
        self.report.failed("files", stuck.code, f"a request of kind {name.kind}: {stuck.why}")
        self.of_files.failed(name.file_name, time.monotonic())
