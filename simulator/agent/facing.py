"""Checks by card are brought to `face` as they happen, without a request, each once.

A page of checks: 1. read each answer and keep it in `.onshi`; 2. write down that the page is passed; 3. move the
answers into `face`. A kill before 2 reads the page again, without asking for what is kept; one after it only moves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from simulator.agent.cursor import Place, read_place, write_place
from simulator.agent.folder import Folders
from simulator.agent.kept import FACE, Kept
from simulator.agent.names import face_name
from simulator.agent.patience import pause_s
from simulator.agent.persisting import Persistence
from simulator.agent.report import Report
from simulator.agent.service import WAIT_S, Answered, Away, CardCheck, CursorLost, Page, Refused, Service

_NOW: Final = "latest"
_MOST_TRIES: Final = 10


@dataclass(slots=True)
class Facing:
    """The work on `face`."""

    folders: Folders
    kept: Kept
    service: Service
    report: Report
    persistence: Persistence
    failures: int = 0

    def run(self) -> None:
        """Follow the checks by card; raises Stopping."""
        place = self.begin()
        while True:
            place = self.step(place, WAIT_S)

    def begin(self) -> Place | None:
        """Return where an agent before this one stood, when what it had passed is in `face`; None at a first start."""
        place = read_place(self._file)
        if place is not None:
            self._deliver(place.passed)
        return place

    def step(self, place: Place | None, wait_s: int) -> Place | None:
        """Bring what has come since, and return where it goes on. The first start begins now. Raises Stopping."""
        try:
            page = self.service.card_checks(place.cursor if place else _NOW, wait_s if place else 0)
        except CursorLost:
            self.report.failed("face", "cursor-lost", "the world was made anew; card checks are followed from now on")
            self._deliver(self.kept.keys)
            return None
        if isinstance(page, Page):
            return self._bring(page)
        self._wait_for(page)
        return place

    @property
    def _file(self) -> Path:
        return self.folders.own / "face.json"

    def _bring(self, page: Page) -> Place:
        with_answer = [check for check in page.checks if check.has_answer]
        for check in with_answer:
            self._keep_surely(check)
        self.failures = 0
        self.report.went_well("face")
        place = Place(page.cursor, frozenset(map(_key, with_answer)))
        self.persistence.surely("own-not-written", partial(write_place, self._file, place))
        self._deliver(place.passed)
        return place

    def _keep_surely(self, check: CardCheck) -> None:
        tries = 0
        while isinstance(away := self._keep(check), Away):
            tries += not away.is_of_all
            if tries == _MOST_TRIES:
                # This one cannot be read; those behind it must not wait for it for ever.
                self.report.failed("face", away.code, "a card check cannot be read and has no face file")
                return
            self._wait_for(away)

    def _keep(self, check: CardCheck) -> Away | None:
        if _key(check) in self.kept:
            return None
        code = self.service.institution()
        outcome = code if isinstance(code, Away) else self.service.answer_of(check)
        match outcome:
            case Answered(content, _):
                name = face_name(str(code), check.check_id, check.checked_at)
                self.persistence.surely("own-not-written", partial(self.kept.keep, _key(check), name, content))
            case Refused(problem, _):
                # Blocked since, or a purpose that is not answered: the reader has said so already.
                self.report.say(f"a card check has no face file: {problem}")
            case Away():
                return outcome
        return None

    def _deliver(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key.startswith(FACE) and key in self.kept:
                self.persistence.surely("face-not-written", partial(self._move, key))
                self.report.face += 1
                self.report.say(f"face {key[-8:]}")

    def _move(self, key: str) -> None:
        self.kept.deliver(key, self.folders.faces)
        self.kept.forget(key)

    def _wait_for(self, away: Away) -> None:
        self.failures += 1
        self.report.failed("face", away.code, "card checks cannot be followed now; it is tried again")
        self.persistence.pause(pause_s(self.failures, away.retry_after_s))


def _key(check: CardCheck) -> str:
    return FACE + check.check_id.hex
