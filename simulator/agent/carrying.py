"""One request: read, asked, answered. A worker's part, which decides nothing about when.

1. Read it, once it is whole; 2. ask the service under the request's key; 3. keep the answer in `.onshi`; 4. move it
into `res`; 5. remove the request. Whatever fails is tried again later, from the step at which it failed.
"""

import time
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeAlias

from simulator.agent.config import Config
from simulator.agent.folder import Folders, Found
from simulator.agent.kept import REFUSED, Kept, key_of
from simulator.agent.names import RequestName
from simulator.agent.packing import TOO_BIG, UNREADABLE, code_of, err_content, packed
from simulator.agent.persisting import Persistence
from simulator.agent.service import Answered, Away, Refused, Service
from simulator.agent.settling import Look
from simulator.agent.wholeness import encoding_of, is_whole

_ENCODINGS: Final = {"utf-8": "utf-8", "shift_jis": "cp932"}


@dataclass(frozen=True, slots=True)
class Gone:
    """It is not there any more, or its answer was delivered before."""


@dataclass(frozen=True, slots=True)
class NotWhole:
    """It cannot be read to its end; ``look`` is how it looked."""

    look: Look


@dataclass(frozen=True, slots=True)
class Stuck:
    """The file cannot be read, or not be removed after its answer."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Carried:
    """It was answered, or handed back with ``err``; ``seconds`` from the question to the answer."""

    key: str
    err: str | None
    seconds: float
    stuck: Stuck | None


Outcome: TypeAlias = Gone | NotWhole | Stuck | Carried | Away


@dataclass(frozen=True, slots=True)
class Carrying:
    """What a worker needs."""

    folders: Folders
    kept: Kept
    service: Service
    config: Config
    persistence: Persistence

    def carry(self, name: RequestName, still: Look | None) -> Outcome:
        """Take a request as far as it goes now; if it looks like ``still``, it is judged as it is. Raises Stopping."""
        try:
            found = self.folders.read(name)
        except FileNotFoundError:
            return Gone()
        except OSError as error:
            # Whoever writes it holds it still.
            return Stuck("request-not-read", str(error.strerror))
        if found.is_too_big or not is_whole(found.content):
            if found.look != still:
                return NotWhole(found.look)
            return self._hand_back(found, *(TOO_BIG if found.is_too_big else UNREADABLE), time.monotonic())
        key = key_of(found)
        for answered in (key, key + REFUSED):
            if answered in self.kept:
                return self._finished(found, answered) or Gone()
        return self._ask(found, key)

    def _ask(self, found: Found, key: str) -> Outcome:
        began_s = time.monotonic()
        match self.service.send(found.name.kind, found.content, key):
            case Away() as away:
                return away
            case Refused(code, words):
                return self._hand_back(found, code_of(code), f"{words}（{code}）", began_s)
            case Answered(content, ending):
                in_zip = self.config.bulk_answer == "zip"
                return self._bring(found, key, packed(found.name, content, ending, in_zip=in_zip), None, began_s)

    def _hand_back(self, found: Found, code: str, words: str, began_s: float) -> Carried:
        encoding = _ENCODINGS.get(self.config.answer_encoding) or encoding_of(found.content)
        file = found.name.err_name, err_content(code, words, encoding)
        return self._bring(found, key_of(found) + REFUSED, file, code, began_s)

    def _bring(self, found: Found, key: str, file: tuple[str, bytes], err: str | None, began_s: float) -> Carried:
        self.persistence.surely("own-not-written", partial(self.kept.keep, key, *file))
        self.persistence.surely("res-not-written", partial(self.kept.deliver, key, self.folders.answers))
        return Carried(key, err, time.monotonic() - began_s, self._finished(found, key))

    def _finished(self, found: Found, key: str) -> Stuck | None:
        try:
            if key.endswith(REFUSED):
                self.folders.hand_back(found)
            else:
                self.folders.remove_request(found)
            self.kept.forget(key)
        except OSError as error:
            return Stuck("request-not-removed", str(error.strerror))
        return None
