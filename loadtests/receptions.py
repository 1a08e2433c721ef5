"""Receptions by a schedule: each starts at its instant, whatever is under way; its latency counts from that instant."""

import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import gevent
from gevent.pool import Pool
from locust import FastHttpUser, task
from locust.exception import StopUser

from loadtests.cases import complaint, is_no_answer, refused
from loadtests.data import Case
from loadtests.desks import Desk, document_of
from loadtests.distribution.parts import Part
from loadtests.faces.choosing import FACES
from loadtests.faces.face import Face, Surroundings
from loadtests.faces.turns import Turn
from loadtests.ledger import Book, WrongAnswer
from loadtests.plan import RunPlan
from loadtests.schedule import Arrival, Kind
from loadtests.signers import SigningFailed

HEAD_START_S = 0.5
"""So long before its instant a reception gets token, nonce and signature, if it needs any."""
_PATIENCE_S = 30.0
"""So long are answers waited for."""
_MOST_CONNECTIONS = 10_000


class Receptions(FastHttpUser):
    """All receptions of a process. Locust has one such user there; the schedule decides how many are under way."""

    fixed_count = 1
    concurrency = _MOST_CONNECTIONS
    network_timeout = connection_timeout = _PATIENCE_S
    take_part: ClassVar[Callable[[], Part | None]]
    """Returns this process's part when it is time to begin; set by the locustfile before the run."""
    plan: RunPlan
    book: Book
    faces: Mapping[str, Face]

    @task
    def keep_the_schedule(self) -> None:
        """Start each reception at its instant. One for which too many are under way is dropped, and counted."""
        part = type(self).take_part()
        if part is None:
            raise StopUser
        self.plan, self.book = plan, book = part.plan, part.book
        under_way = Pool(plan.most_under_way)
        self.faces = self._faces()
        begun = time.perf_counter() + HEAD_START_S
        for arrival in plan.schedule:
            wake_at = begun + arrival.at_s - HEAD_START_S
            gevent.sleep(max(wake_at - time.perf_counter(), 0))
            book.wake((time.perf_counter() - wake_at) * 1000)
            if under_way.full():
                book.drop()
            else:
                under_way.spawn(self._take_turn if isinstance(arrival, Turn) else self._receive, arrival, begun)
        under_way.join(timeout=_PATIENCE_S)
        for face in self.faces.values():
            face.close()
        part.end()
        raise StopUser

    def _faces(self) -> dict[str, Face]:
        named = {each.face for each in self.plan.schedule if isinstance(each, Turn)}
        fire, options = self.environment.events.request.fire, self.environment.parsed_options
        around = Surroundings(self.client, fire, str(self.host), self.plan.data, self.plan.desks, options)
        return {name: FACES[name](around) for name in named}

    def _take_turn(self, turn: Turn, begun: float) -> None:
        face = self.faces[turn.face]
        prepared = face.prepare(turn)
        due = begun + turn.at_s
        gevent.sleep(max(due - time.perf_counter(), 0))
        began = time.perf_counter()
        self.book.start(turn.at_s, began - begun)
        if prepared is None:
            self._gives_up(face.rows[0], began - due)
        else:
            face.act(turn, prepared, (began - due) * 1000)

    def _receive(self, arrival: Arrival, begun: float) -> None:
        case = self.plan.case(arrival)
        desk = self.plan.desks[case.client.client_id]
        body = self._prepared(arrival, case, desk)
        due = begun + arrival.at_s
        gevent.sleep(max(due - time.perf_counter(), 0))
        sent = time.perf_counter()
        self.book.start(arrival.at_s, sent - begun)
        if body is None:
            self._gives_up(arrival.kind.value, sent - due)
            return
        with self.client.post(
            "/eligibility/v1/checks", json=body, headers=desk.headers, name=arrival.kind.value, catch_response=True
        ) as answer:
            answer.request_meta["response_time"] += (sent - due) * 1000
            desk.keep_nonce(answer)
            expected = refused() if arrival.kind is Kind.CLOSED_PURPOSE else case.expected
            _judge(answer, expected)

    def _prepared(self, arrival: Arrival, case: Case, desk: Desk) -> Mapping[str, object] | None:
        """Return the body of the check; None where token or nonce could not be got."""
        if not desk.has_token(self.client):
            return None
        if arrival.kind is not Kind.CARD:
            is_closed = arrival.kind is Kind.CLOSED_PURPOSE
            return {"insured": case.insured, "purpose": arrival.closed_purpose if is_closed else case.client.purpose}
        if (nonce := desk.take_nonce(self.client)) is None:
            return None
        try:
            return {"presence_proof": self.plan.sign(case, nonce)}
        except SigningFailed:
            return None

    def _gives_up(self, name: str, late_s: float) -> None:
        self.environment.events.request.fire(
            request_type="POST",
            name=name,
            response_time=late_s * 1000,
            response_length=0,
            exception=RuntimeError("not sent: no token, nonce or signature"),
            context=self.context(),
        )


def _judge(answer: Any, expected: Mapping[str, str]) -> None:
    wrong = complaint(expected, answer.status_code, document_of(answer))
    if wrong is None:
        answer.success()
    elif is_no_answer(answer.status_code):
        answer.failure(wrong)
    else:
        answer.failure(WrongAnswer(wrong))
