"""Receptions by a schedule: each starts at its instant, whatever is under way; its latency counts from that instant."""

import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import gevent
from gevent.pool import Pool
from locust import FastHttpUser, task
from locust.exception import StopUser

from loadtests.distribution.parts import Part
from loadtests.faces.choosing import FACES
from loadtests.faces.face import Face, Surroundings
from loadtests.ledger import WARM_UP, Book
from loadtests.receptions.asking import tell
from loadtests.receptions.bulk import body_of, is_accepted, look_after
from loadtests.receptions.cases import code_of, complaint, mistyped, refused
from loadtests.receptions.desks import Desk, document_of
from loadtests.receptions.misses import CODE as TOO_MANY_MISSES
from loadtests.receptions.misses import Due
from loadtests.receptions.plan import RunPlan
from loadtests.receptions.schedule import Arrival, Kind
from loadtests.receptions.signers import SigningFailed
from loadtests.receptions.target import Target
from loadtests.receptions.turns import Turn
from loadtests.receptions.views import VIEWS, consent_complaint, opened, view_complaint
from shared.clock import ShiftedClock

HEAD_START_S = 0.5
"""So long before its instant a reception gets token, nonce and signature, if it needs any."""
_PATIENCE_S = 30.0
"""So long are answers waited for."""
_MOST_CONNECTIONS = 10_000
_EXPECTED = {Kind.NOT_FOUND: {"validity": "not_found"}, Kind.CLOSED_PURPOSE: refused()}
_CHECKS, _BULK_CHECKS = "/eligibility/v1/checks", "/eligibility/v1/bulk-checks"


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

    @classmethod
    def point_at(cls, target: Target) -> None:
        """Let users that are made from now on ask ``target``."""
        cls.host, cls.default_headers = target.base_url, target.all_headers()
        cls.insecure, cls.ssl_context_factory = target.ca_file is None, staticmethod(target.tls_context)

    @task
    def keep_the_schedule(self) -> None:
        """Start each reception at its instant. One for which too many are under way is dropped, and counted."""
        part = type(self).take_part()
        if part is None:
            raise StopUser
        self.plan, self.book = plan, book = part.plan, part.book
        under_way = Pool(plan.most_under_way)
        self.faces = self._faces()
        head_start_s = HEAD_START_S + plan.wanted.warm_up_s
        begun = time.perf_counter() + head_start_s
        book.begin(ShiftedClock().now().timestamp() + head_start_s)
        for arrival in plan.schedule:
            wake_at = begun + arrival.at_s - HEAD_START_S
            gevent.sleep(max(wake_at - time.perf_counter(), 0))
            book.wake((time.perf_counter() - wake_at) * 1000)
            if not under_way.full():
                under_way.spawn(self._take_turn if isinstance(arrival, Turn) else self._receive, arrival, begun)
            elif not arrival.is_warm_up:
                book.drop(arrival.at_s)
        under_way.join(timeout=_PATIENCE_S)
        for face in self.faces.values():
            face.close()
        part.end()
        raise StopUser

    def _faces(self) -> dict[str, Face]:
        named = {each.face for each in self.plan.schedule if isinstance(each, Turn)}
        plan, fire, options = self.plan, self.environment.events.request.fire, self.environment.parsed_options
        around = Surroundings(
            self.client, fire, str(self.host), plan.data, plan.desks, plan.signers, plan.clock, options
        )
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
        client = self.plan.client(arrival)
        desk = self.plan.desks[client.client_id]
        body = self._prepared(arrival, desk)
        due = begun + arrival.at_s
        gevent.sleep(max(due - time.perf_counter(), 0))
        sent = time.perf_counter()
        if not arrival.is_warm_up:
            self.book.start(arrival.at_s, sent - begun)
        if body is None:
            self._gives_up(_row(arrival, arrival.kind.value), sent - due)
            return
        path = _BULK_CHECKS if arrival.kind is Kind.BULK else _CHECKS
        with self.client.post(
            path, json=body, headers=desk.headers, name=_row(arrival, arrival.kind.value), catch_response=True
        ) as answer:
            answer.request_meta["response_time"] += (sent - due) * 1000
            desk.keep_nonce(answer)
            document = document_of(answer)
            wrong = self._complaint(arrival, answer, document, sent)
            tell(answer, wrong)
        if wrong is None:
            self._look(arrival, desk, document)

    def _prepared(self, arrival: Arrival, desk: Desk) -> Mapping[str, object] | None:
        """Return the body of the check; None where token or nonce could not be got."""
        plan, case = self.plan, self.plan.case(arrival)
        if not desk.has_token(self.client):
            return None
        match arrival.kind:
            case Kind.CARD:
                return self._signed(arrival, desk)
            case Kind.BULK:
                return body_of(plan.persons(arrival))
            case Kind.NOT_FOUND:
                plan.misses.add(desk.client.institution_code, time.perf_counter())
                return {"insured": mistyped(case.insured, plan.known), "purpose": desk.client.purpose}
            case _:
                return {"insured": case.insured, "purpose": arrival.closed_purpose or desk.client.purpose}

    def _signed(self, arrival: Arrival, desk: Desk) -> Mapping[str, object] | None:
        if (nonce := desk.take_nonce(self.client)) is None:
            return None
        try:
            return {"presence_proof": self.plan.sign(self.plan.case(arrival), desk.client, nonce, arrival.views)}
        except SigningFailed:
            return None

    def _complaint(self, arrival: Arrival, answer: Any, document: Mapping[str, Any], sent: float) -> str | None:
        plan, case, status = self.plan, self.plan.case(arrival), answer.status_code
        if code_of(document) == TOO_MANY_MISSES:
            institution, wait = plan.client(arrival).institution_code, answer.headers.get("Retry-After")
            if (due := plan.misses.due(arrival.kind, institution, sent, wait)) is None:
                return "too many misses, and there were fewer"
            self.book.refuse_rightly(is_for_earlier=due is Due.BEFORE_IT)
            return None
        if arrival.kind is Kind.BULK:
            return None if is_accepted(status) else f"expected 202, got {status} {code_of(document)}".rstrip()
        wrong = complaint(_EXPECTED.get(arrival.kind, case.expected), status, document)
        if wrong is None and arrival.kind is Kind.CARD:
            return consent_complaint(case, document, arrival.views)
        return wrong

    def _look(self, arrival: Arrival, desk: Desk, document: Mapping[str, Any]) -> None:
        """Look at what a check opened, or after what was handed in."""
        if "reception_number" in document:
            look_after(self.client, document["reception_number"], self.plan.persons(arrival), desk.headers)
        for kind in opened(document, arrival.views):
            path = f"/eligibility/v1/medical-records/{document['check_id']}/{kind}"
            with self.client.get(
                path, headers=desk.headers, name=_row(arrival, VIEWS[kind]), catch_response=True
            ) as answer:
                shown = document_of(answer)
                tell(answer, view_complaint(kind, answer.status_code, shown, code_of(shown)))

    def _gives_up(self, name: str, late_s: float) -> None:
        self.environment.events.request.fire(
            request_type="POST",
            name=name,
            response_time=late_s * 1000,
            response_length=0,
            exception=RuntimeError("not sent: no token, nonce or signature"),
            context=self.context(),
            start_time=ShiftedClock().now().timestamp(),
        )


def _row(arrival: Arrival, name: str) -> str:
    """Return the row in which a request counts: what the warm-up sends may be late, and is still the warm-up's."""
    return WARM_UP if arrival.is_warm_up else name
