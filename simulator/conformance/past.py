"""What is remembered of a client's requests, as far as a rule needs it for a later one. All of it is bounded."""

from typing import TypeVar

import msgspec

from simulator.conformance.observation import TOKEN, Observation

WINDOW_S = 60.0
"""Real time in which repeats, visits and single checks are counted."""
PATIENT = 20
"""Requests of a client in which it must have followed up what needs it."""
BY_CARD, BY_NUMBER = "my_number_card", "insured_identifier"
FOLLOW, READ_BULK, CHALLENGE = "check_follow", "bulk_checks_get_one", "check_issue_challenge"
LOST, AMBIGUOUS = "lost-answer-found-again", "ambiguous-asked-again"
TOO_MANY = 429
CANNOT_SUCCEED = frozenset({400, 413, 415, 422})
"""Statuses of what is refused as it is: the same again meets the same."""
MOST_IDENTIFIERS = 128
"""Of a client's newest messages."""
_SOON_S = 1.0
_MOST, _MOST_PEOPLE = 64, 256
_Value = TypeVar("_Value")


class Waiting(msgspec.Struct, array_like=True):
    """An operation must not be asked again so long: with this body or at this place, or, ``about`` empty, at all."""

    operation: str | None
    about: str
    since: float
    until: float


class Sent(msgspec.Struct, array_like=True):
    """A body that was sent: when it was answered last, what came of it, and how often it was sent in the window."""

    ended: float
    status: int | None
    is_failed: bool
    """Nothing but a failure came of it."""
    key: str | None
    retry_after_s: float | None
    times: int = 1


class Owed(msgspec.Struct, array_like=True):
    """What must be followed up: ``about`` is the check, ``number`` the place of the request among the client's."""

    rule: str
    about: str | None
    request_id: str
    number: int
    body: str | None

    def is_settled_by(self, seen: Observation) -> bool:
        """Tell whether a request follows it up."""
        if self.rule == AMBIGUOUS:
            return seen.is_check and seen.is_answered and (seen.has_branch or seen.has_proof)
        is_same_body = seen.body is not None and seen.body == self.body
        return seen.is_whole and (seen.operation == FOLLOW or seen.check_id == self.about or is_same_body)


class Past(msgspec.Struct, kw_only=True):
    """One client's past."""

    requests: int = 0
    newest: float = 0.0
    """When the newest request began."""
    waiting: list[Waiting] = []
    bodies: dict[str, Sent] = {}
    refused_at: float = 0.0
    """When a body was refused last that cannot succeed."""
    reads: dict[str, tuple[float, int]] = {}
    """By place: when it was answered last, and how often in a row it was asked again within a second."""
    first_pages: int = 0
    """Lists of checks in a row that began anew."""
    short_tokens: int = 0
    """Tokens in a row after which at most one request came."""
    since_token: int = 2
    """Requests since the newest token; before the first as after one that was used."""
    challenges: int = 0
    """Checks by card in a row for each of which a nonce was asked."""
    has_challenge: bool = False
    by_card: dict[str, float] = {}
    """By person: when the card was read, by the world's clock."""
    visits: dict[str, tuple[float, int]] = {}
    """By person and method: since when, and how often in the window."""
    singles: tuple[float, int] = (0.0, 0)
    """Checks by numbers: since when, and how many in the window."""
    owed: list[Owed] = []
    identifiers: dict[str, str] = {}
    """By ArbitraryFileIdentifier: what was asked under it last."""

    def remember(self, seen: Observation) -> None:
        """Take in a request, after the rules have judged it."""
        self.requests += 1
        self.newest = max(self.newest, seen.began)
        self._remember_pace(seen)
        self._remember_token(seen)
        if seen.is_check:
            self._remember_check(seen)
        self._remember_owed(seen)
        if seen.identifier is not None and seen.asks is not None and seen.is_answered:
            _keep(self.identifiers, seen.identifier, seen.asks, MOST_IDENTIFIERS)

    def _remember_pace(self, seen: Observation) -> None:
        if self.waiting:
            still = (each for each in self.waiting if each.operation != seen.called or each.until > seen.began)
            self.waiting = list(still)
        if seen.retry_after_s is not None:
            about = "" if seen.status == TOO_MANY else seen.body or seen.place
            self.waiting.append(Waiting(seen.called, about, seen.ended, seen.ended + seen.retry_after_s))
            self.waiting = self.waiting[-_MOST:]
        if seen.operation in (READ_BULK, FOLLOW):
            last, times = self.reads.get(seen.place, (0.0, 0))
            _keep(self.reads, seen.place, (seen.ended, times + 1 if seen.began - last < _SOON_S else 0), _MOST)
        if seen.operation == FOLLOW:
            self.first_pages = 0 if seen.goes_on else self.first_pages + 1
        if seen.body is not None and seen.operation != TOKEN:
            before = self.bodies.get(seen.body)
            times = 1 if before is None or seen.began - before.ended > WINDOW_S else before.times + 1
            sent = Sent(seen.ended, seen.status, seen.is_failed, seen.key, seen.retry_after_s, times)
            _keep(self.bodies, seen.body, sent, _MOST)
            if seen.status in CANNOT_SUCCEED:
                self.refused_at = seen.ended

    def _remember_token(self, seen: Observation) -> None:
        if seen.operation != TOKEN:
            self.since_token += 1
        elif seen.is_answered:
            self.short_tokens = self.short_tokens + 1 if self.since_token <= 1 else 0
            self.since_token = 0

    def _remember_check(self, seen: Observation) -> None:
        if seen.has_proof:
            self.challenges = self.challenges + 1 if self.has_challenge else 0
            self.has_challenge = False
        if seen.method == BY_NUMBER:
            self.singles = _counted(self.singles, seen.began)
        if seen.person is not None:
            if seen.method == BY_CARD and seen.is_answered:
                _keep(self.by_card, seen.person, seen.at, _MOST_PEOPLE)
            place = f"{seen.person} {seen.method}"
            _keep(self.visits, place, _counted(self.visits.get(place, (0.0, 0)), seen.began), _MOST_PEOPLE)

    def _remember_owed(self, seen: Observation) -> None:
        if seen.operation == CHALLENGE and seen.is_answered:
            self.has_challenge = True
        if self.owed:
            still = (each for each in self.owed if self.requests - each.number < PATIENT)
            self.owed = [each for each in still if not each.is_settled_by(seen)]
        if not seen.is_check:
            return
        if seen.check_id is not None and not seen.is_whole:
            self.owed.append(Owed(LOST, seen.check_id, seen.request_id, self.requests, seen.body))
        elif seen.code == "ambiguous" and seen.is_answered and not seen.has_branch:
            self.owed.append(Owed(AMBIGUOUS, seen.check_id, seen.request_id, self.requests, seen.body))
        self.owed = self.owed[-_MOST:]


def _counted(window: tuple[float, int], began: float) -> tuple[float, int]:
    since, times = window
    return (began, 1) if began - since > WINDOW_S else (since, times + 1)


def _keep(into: dict[str, _Value], key: str, value: _Value, most: int) -> None:
    """Keep the newest."""
    into.pop(key, None)
    into[key] = value
    if len(into) > most:
        del into[next(iter(into))]
