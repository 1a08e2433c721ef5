"""What is counted of a request: ids, codes, times and keyed digests. No name, number or date of a person is in it."""

import hashlib
import re
from base64 import b64decode, urlsafe_b64decode
from urllib.parse import parse_qs

import msgspec

from shared.worlds.journal import FinishedRequest, RawExchange
from simulator.conformance.message_read import AsOverRest, as_over_rest

TOKEN, CHECK, MESSAGES = "tokens_get_token", "check_eligibility", "messages_send"
_CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_MOST_OF_A_BODY = 64 * 1024
_MOST_VIOLATIONS = 20


class Observation(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """One request of a known client; instants are seconds since 1970, ``at`` by the world's clock."""

    world: str
    generation: int
    client: str
    request_id: str
    at: float
    began: float
    ended: float
    service: str
    operation: str | None = None
    """operationId; None: no operation has this address."""
    status: int | None = None
    """None: no answer left."""
    code: str | None = None
    """The refusal's code, else the validity or the code of the purpose's refusal."""
    check_id: str | None = None
    person: str | None = None
    """The id of the person that was found."""
    method: str | None = None
    """照会区分, of what was recorded as a check."""
    purpose: str | None = None
    is_whole: bool = True
    """The answer left to its end."""
    is_faulty: bool = False
    """A fault was injected: what was refused is no mistake of the client."""
    has_agent: bool = True
    key: str | None = None
    """Digest of the Idempotency-Key."""
    body: str | None = None
    place: str = ""
    """Digest of method, path and query."""
    retry_after_s: float | None = None
    violations: tuple[tuple[str, str], ...] = ()
    """Pointer and code of each."""
    goes_on: bool = False
    """A list was read from a cursor on."""
    waits: bool = False
    """A list was read with ``wait``."""
    consent: bool = False
    """The body says that the patient agreed at the desk."""
    has_branch: bool = False
    """The body names 枝番."""
    has_proof: bool = False
    """The body brings a presence proof."""
    message: str | None = None
    """The kind of a message (電文); ``operation``, ``status``, ``code`` are then of the same asked over REST."""
    identifier: str | None = None
    """Digest of its ArbitraryFileIdentifier."""
    asks: str | None = None
    """Digest of all else that it asks, however it is written."""
    flaws: tuple[str, ...] = ()
    """Ids of the rules that its writing breaks."""

    @property
    def called(self) -> str | None:
        """The operation that was called."""
        return self.operation if self.message is None else MESSAGES

    @property
    def is_answered(self) -> bool:
        """Whether the client got what it asked for."""
        return self.status is not None and self.status < 400  # noqa: PLR2004 - the first status of a refusal

    @property
    def is_check(self) -> bool:
        """Whether it asked for a check."""
        return self.operation == CHECK

    @property
    def is_failed(self) -> bool:
        """Whether the service could not answer, or the answer was lost."""
        return not self.is_whole or self.status is None or self.status >= 500  # noqa: PLR2004 - the first status of a failure


class _Violation(msgspec.Struct):
    pointer: str = ""
    code: str = ""


class _Problem(msgspec.Struct):
    errors: list[_Violation] = []


class _Insured(msgspec.Struct):
    branch: str | None = None


class _Asked(msgspec.Struct):
    limit_certificate_consent: bool = False
    specific_disease_consent: bool = False
    insured: _Insured | None = None
    presence_proof: str | None = None


class _Claims(msgspec.Struct):
    sub: str = ""


_read_problem = msgspec.json.Decoder(_Problem).decode
_read_asked = msgspec.json.Decoder(_Asked).decode
_read_claims = msgspec.json.Decoder(_Claims).decode


class Observations:
    """Reads requests; what must be recognised again is digested under ``secret``, which all workers have."""

    def __init__(self, secret: bytes) -> None:
        self._key = hashlib.sha256(b"onshi conformance" + secret).digest()

    def read(self, request: FinishedRequest) -> Observation | None:
        """Return what is counted of it; None where nobody knows whose it is."""
        raw = request.raw
        if raw is None:
            return None
        headers = dict(raw.headers)
        client = request.caller.client_id if request.caller is not None else _claimed(request, headers)
        if client is None or not _CLIENT.fullmatch(client):
            return None
        record, body = request.record, b"".join(raw.body)
        asked = _asked(body) if request.operation == CHECK else _Asked()
        key, ended = headers.get(b"idempotency-key"), request.ended_at.timestamp()
        seen = Observation(
            world=request.world,
            generation=request.generation,
            client=client,
            request_id=request.request_id,
            at=request.at.timestamp(),
            began=ended - request.milliseconds / 1000,
            ended=ended,
            service=request.service,
            operation=request.operation,
            status=request.status,
            code=request.code,
            check_id=None if request.check_id is None else request.check_id.hex,
            person=None if request.person_id is None else request.person_id.hex,
            method=None if record is None else str(record.method),
            purpose=None if record is None else str(record.purpose),
            is_whole=raw.is_whole,
            is_faulty=request.fault is not None,
            has_agent=bool(headers.get(b"user-agent", b"").strip()),
            key=None if key is None else self._digest(key),
            body=self._digest(body[:_MOST_OF_A_BODY]) if body else None,
            place=self._digest(b" ".join((raw.method.encode(), raw.path.encode(), raw.query))),
            retry_after_s=_retry_after(raw) if request.status is not None and request.status >= 400 else None,  # noqa: PLR2004 - the first status of a refusal
            violations=_violations(raw.problem),
            goes_on=b"after=" in raw.query or b"cursor=" in raw.query,
            waits=b"wait=" in raw.query and b"wait=0" not in raw.query,
            consent=asked.limit_certificate_consent or asked.specific_disease_consent,
            has_branch=asked.insured is not None and bool(asked.insured.branch),
            has_proof=asked.presence_proof is not None,
        )
        return seen if raw.message is None else self._of_message(seen, as_over_rest(raw.message, raw, request.status))

    def _of_message(self, seen: Observation, told: AsOverRest) -> Observation:
        # A reception is a place of its own, as over REST.
        number = None if told.number is None else self._digest(told.kind.encode() + told.number)
        return msgspec.structs.replace(
            seen,
            operation=told.operation or seen.operation,
            status=told.status,
            code=told.code or seen.code,
            violations=told.violations,
            consent=told.consent,
            has_branch=told.has_branch,
            place=number or seen.place,
            message=told.kind,
            identifier=None if told.identifier is None else self._digest(told.identifier),
            asks=self._digest(told.asks),
            flaws=told.flaws,
        )

    def _digest(self, content: bytes) -> str:
        return hashlib.blake2b(content, digest_size=9, key=self._key).hexdigest()


def _claimed(request: FinishedRequest, headers: dict[bytes, bytes]) -> str | None:
    """Return who says to call where no token was accepted: of a token's request, or of a token that is over."""
    scheme, _, credentials = headers.get(b"authorization", b"").partition(b" ")
    try:
        if request.operation == TOKEN and request.raw is not None:
            if scheme.lower() == b"basic":
                return b64decode(credentials).partition(b":")[0].decode("ascii")
            return parse_qs(b"".join(request.raw.body).decode("ascii"))["client_id"][0]
        if scheme.lower() == b"bearer":
            return _read_claims(urlsafe_b64decode(credentials.split(b".")[1] + b"==")).sub
    except (ValueError, KeyError, IndexError, msgspec.MsgspecError):
        pass
    return None


def _asked(body: bytes) -> _Asked:
    try:
        return _read_asked(body)
    except msgspec.MsgspecError:
        return _Asked()


def _violations(problem: bytes) -> tuple[tuple[str, str], ...]:
    if not problem:
        return ()
    try:
        errors = _read_problem(problem).errors
    except msgspec.MsgspecError:
        return ()
    return tuple((each.pointer, each.code) for each in errors[:_MOST_VIOLATIONS])


def _retry_after(raw: RawExchange) -> float | None:
    for name, value in raw.answer_headers:
        if name.lower() == b"retry-after" and value.isdigit():
            return float(value)
    return None
