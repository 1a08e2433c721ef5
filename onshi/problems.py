"""What the simulator refuses, as an exception: RFC 9457 problem+json read into named fields."""

import json
from dataclasses import dataclass

import httpx

from onshi.retry_after import retry_after_s

_TYPE_PREFIX = "urn:onshi:problem:"


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """One thing that is wrong with a request: where (a JSON pointer), what (a code), in words."""

    pointer: str
    code: str
    message: str
    message_ja: str


class OnshiProblem(Exception):
    """A refusal. Branch on ``code``: it is stable; ``title`` and ``detail`` are words for people.

    ``errors`` names every violation at once; ``check_id`` an earlier check, where the refusal concerns one;
    ``request_id`` is what to report. Without a problem document the code is ``http-<status>``.
    """

    def __init__(
        self,
        *,
        code: str,
        status: int,
        title: str,
        title_ja: str = "",
        detail: str = "",
        detail_ja: str = "",
        next_step: str = "",
        next_step_ja: str = "",
        errors: tuple[ProblemEntry, ...] = (),
        retryable: bool = False,
        retry_after_s: float | None = None,
        check_id: str | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(f"{status} {code}: {title}")
        self.code = code
        self.status = status
        self.title = title
        self.title_ja = title_ja
        self.detail = detail
        self.detail_ja = detail_ja
        self.next_step = next_step
        self.next_step_ja = next_step_ja
        self.errors = errors
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.check_id = check_id
        self.request_id = request_id


def problem_of(response: httpx.Response) -> OnshiProblem | None:
    """Return what ``response`` refuses, or None when it is a success."""
    if response.is_success:
        return None
    try:
        document = json.loads(response.content)
    except ValueError:
        document = None
    members = document if isinstance(document, dict) else {}
    kind = str(members.get("type", ""))
    # The token endpoint answers in OAuth's own form (RFC 6749, 5.2).
    title = str(members.get("title") or members.get("error_description") or response.reason_phrase)
    return OnshiProblem(
        code=_code(kind, members.get("error"), response.status_code),
        status=response.status_code,
        title=title,
        title_ja=str(members.get("title_ja", "")),
        detail=str(members.get("detail", "")),
        detail_ja=str(members.get("detail_ja", "")),
        next_step=str(members.get("next_step", "")),
        next_step_ja=str(members.get("next_step_ja", "")),
        errors=tuple(_entry(entry) for entry in members.get("errors", [])),
        retryable=bool(members.get("retryable", False)),
        retry_after_s=retry_after_s(response.headers),
        check_id=members.get("check_id"),
        request_id=response.headers.get("X-Request-Id"),
    )


def raise_for_problem(response: httpx.Response) -> None:
    """Raise OnshiProblem when ``response`` is no success."""
    problem = problem_of(response)
    if problem is not None:
        raise problem


def _code(kind: str, oauth_error: object, status: int) -> str:
    if kind.startswith(_TYPE_PREFIX):
        return kind.removeprefix(_TYPE_PREFIX)
    return oauth_error if isinstance(oauth_error, str) else f"http-{status}"


def _entry(members: dict[str, object]) -> ProblemEntry:
    texts = (str(members.get(name, "")) for name in ("pointer", "code", "message", "message_ja"))
    return ProblemEntry(*texts)
