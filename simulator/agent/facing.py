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
        place = read_place(self._file)
        if place is not None:
            self._deliver(place.passed)
        while True:
            try:
                # The first start begins now; whoever has begun goes on where it stood.
                page = self.service.card_checks(place.cursor if place else _NOW, WAIT_S if place else 0)
                if isinstance(page, Page):
                    place = self._bring(page)
                    continue
                self._wait_for(page)
            except CursorLost:
                self.report.failed(
                    "face", "cursor-lost", "the world was made anew; card checks are followed from now on"
                )
                self._deliver(self.kept.keys)
                place = None

    @property
    def _file(self) -> Path:
        return self.folders.own / "face.json"

    def _bring(self, page: Page) -> Place:
        with_answer = [check for check in page.checks if check.has_answer]
        for check in with_answer:
            while isinstance(away := self._keep(check), Away):
                self._wait_for(away)
        self.failures = 0
        self.report.went_well("face")
        place = Place(page.cursor, frozenset(map(_key, with_answer)))
        self.persistence.surely("own-not-written", partial(write_place, self._file, place))
        self._deliver(place.passed)
        return place

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
