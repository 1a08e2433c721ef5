"""Requests are taken from `req` and answered into `res`: many at a time, each once.

One request: 1. read it, once it is whole; 2. ask the service under the request's key; 3. keep the answer in `.onshi`;
4. move it into `res`; 5. remove the request. What fails is tried again from the step it failed at.
"""

import asyncio
import time
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from simulator.agent.config import Config
from simulator.agent.folder import Folders, Found
from simulator.agent.kept import FACE, REFUSED, Kept, key_of
from simulator.agent.names import RequestName
from simulator.agent.packing import TOO_BIG, UNREADABLE, code_of, err_content, packed
from simulator.agent.patience import Patience, PatienceOfFiles
from simulator.agent.persisting import Hands
from simulator.agent.report import Report
from simulator.agent.service import Answered, Away, Refused, Service
from simulator.agent.settling import Look, Settling
from simulator.agent.wholeness import encoding_of, is_whole

LOOK_EVERY_S: Final = 0.1
AT_ONCE: Final = 16
_ENCODINGS: Final = {"utf-8": "utf-8", "shift_jis": "cp932"}


@dataclass(slots=True)
class Taking:
    """The work on `req`."""

    folders: Folders
    kept: Kept
    service: Service
    config: Config
    report: Report
    hands: Hands
    patience: Patience = field(default_factory=Patience)
    _of_files: PatienceOfFiles = field(default_factory=PatienceOfFiles)
    _settling: Settling = field(init=False)
    _in_hand: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def __post_init__(self) -> None:
        self._settling = Settling(self.config.settle_seconds)

    async def run(self) -> None:
        """Take requests until it is cancelled; those in hand are then left as they are, for the next start."""
        left = [key for key in self.kept.keys if not key.startswith(FACE)]
        for key in left:
            # Answered before a kill; whoever asked may have gone, and still waits for the answer.
            await self.hands.surely("res-not-written", partial(self.kept.deliver, key, self.folders.answers))
        try:
            while True:
                listed = await self.hands.surely("req-not-read", self.folders.list_requests)
                await self._begin(listed)
                if left and not self._in_hand:
                    await self._forget_gone(left, listed)
                    left = []
                await asyncio.sleep(LOOK_EVERY_S)
        finally:
            for task in self._in_hand.values():
                task.cancel()

    async def _begin(self, listed: dict[RequestName, Look]) -> None:
        names = {name.file_name for name in listed}
        self._settling.keep_only(names)
        self._of_files.keep_only(names)
        self.report.waiting = len(names)
        for name, look in listed.items():
            now_s = time.monotonic()
            if not self.patience.is_over(now_s):
                return
            if (
                name.file_name in self._in_hand
                or not self._of_files.is_over(name.file_name, now_s)
                or not self._settling.is_worth_reading(name.file_name, look, now_s)
            ):
                continue
            await self._places.acquire()
            task = asyncio.create_task(self._take_one(name))
            self._in_hand[name.file_name] = task
            task.add_done_callback(partial(self._let_go, name))
            if self.patience.failures:
                # While the service is away one file finds out for all.
                await asyncio.wait({task})

    def _let_go(self, name: RequestName, _task: asyncio.Task[None]) -> None:
        self._in_hand.pop(name.file_name, None)
        self._places.release()

    async def _take_one(self, name: RequestName) -> None:
        try:
            found = await self.hands.do(partial(self.folders.read, name))
        except FileNotFoundError:
            return
        except OSError as error:
            # Whoever writes it holds it still.
            self._fail_file(name, "request-not-read", f"a {name.kind} cannot be read: {error.strerror}")
            return
        if found.is_too_big or not is_whole(found.content):
            if self._settling.was_not_whole(name.file_name, found.look, time.monotonic()):
                await self._hand_back(found, *(TOO_BIG if found.is_too_big else UNREADABLE))
            return
        key = key_of(found)
        if key in self.kept:
            await self._finish(found, key)
        elif key + REFUSED in self.kept:
            await self._finish(found, key + REFUSED)
        else:
            await self._ask(found, key)

    async def _ask(self, found: Found, key: str) -> None:
        began_s = time.monotonic()
        outcome = await self.service.send(found.name.kind, found.content, key)
        match outcome:
            case Away():
                self._is_away(found.name, outcome)
                return
            case Refused(code, words):
                self._went_well()
                await self._hand_back(found, code_of(code), f"{words}（{code}）")
            case Answered(content, ending):
                self._went_well()
                in_zip = self.config.bulk_answer == "zip"
                file_name, whole = packed(found.name, content, ending, in_zip=in_zip)
                await self._bring(found, key, file_name, whole)
                self.report.answered += 1
                self.report.say(f"{found.name.kind} {key[:8]} answered in {time.monotonic() - began_s:.3f} s")

    async def _hand_back(self, found: Found, code: str, words: str) -> None:
        wanted = self.config.answer_encoding
        encoding = _ENCODINGS.get(wanted) or encoding_of(found.content)
        key = key_of(found) + REFUSED
        await self._bring(found, key, found.name.err_name, err_content(code, words, encoding))
        self.report.err += 1
        self.report.say(f"{found.name.kind} {key[:8]} err {code}")

    async def _bring(self, found: Found, key: str, file_name: str, content: bytes) -> None:
        """Keep, deliver, finish; in one go where all goes well, as each change of threads costs."""
        self.report.taken += 1

        def all_of_it() -> None:
            self.kept.keep(key, file_name, content)
            self.kept.deliver(key, self.folders.answers)

        await self.hands.surely("res-not-written", all_of_it)
        await self._finish(found, key)

    async def _finish(self, found: Found, key: str) -> None:
        try:
            await self.hands.do(partial(self._end, found, key))
        except OSError as error:
            words = f"a {found.name.kind} that was answered cannot be removed: {error.strerror}"
            self._fail_file(found.name, "request-not-removed", words)

    def _end(self, found: Found, key: str) -> None:
        if key.endswith(REFUSED):
            self.folders.hand_back(found)
        else:
            self.folders.remove_request(found)
        self.kept.forget(key)

    async def _forget_gone(self, left: list[str], listed: dict[RequestName, Look]) -> None:
        """Forget what an agent before this one has answered and whose request is gone."""
        there = set()
        for name in listed:
            try:
                key = key_of(await self.hands.do(partial(self.folders.read, name)))
            except OSError:
                continue
            there |= {key, key + REFUSED}
        for key in set(left) - there:
            await self.hands.surely("own-not-written", partial(self.kept.forget, key))

    def _is_away(self, name: RequestName, away: Away) -> None:
        if away.is_of_all:
            self.report.failed(away.code, "the service cannot answer now; requests wait")
            self.patience.failed(time.monotonic(), away.retry_after_s)
        else:
            self._fail_file(name, away.code, f"a {name.kind} was not answered; it is sent again")

    def _fail_file(self, name: RequestName, code: str, words: str) -> None:
        self.report.failed(code, words)
        self._of_files.failed(name.file_name, time.monotonic())

    def _went_well(self) -> None:
        self.patience.went_well()
        self.report.went_well()
