"""What the simulator refuses, as an exception: RFC 9457 problem+json read into named fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from onshi.contents import beginning_of, json_of
from onshi.retry_after import retry_after_s

_TYPE_PREFIX = "urn:onshi:problem:"
_OAUTH_ERROR = re.compile(r"[a-z]{1,40}_[a-z_]{1,40}")
_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}")


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
    ``request_id`` is what to report. ``help`` is the path of the code's page, on the server that refused.
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
        help: str = "",  # noqa: A002 - the member's name
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
        self.help = help
        self.errors = errors
        self.retryable = retryable
        self.retry_after_s = retry_after_s
        self.check_id = check_id
        self.request_id = request_id


class NoInstitution(OnshiProblem):
    """The client's token names no institution (医療機関コード), and neither did its maker."""

    def __init__(self) -> None:
        super().__init__(
            code="institution-missing",
            status=httpx.codes.OK,
            title="The token names no institution: name one with `institution`",
            title_ja="トークンに医療機関コードがありません。institution で指定してください。",
            next_step="Name the institution when making the client, or use credentials of an institution.",
            next_step_ja="クライアントの作成時に institution を指定するか、医療機関の認証情報を使用してください。",
        )


class UnexpectedAnswer(OnshiProblem):
    """What answered is no simulator, or none that this client knows: a gateway, a page, another product.

    The code is ``http-<status>``, and ``unexpected-answer`` where the status says that all went well. ``content_type``
    and ``beginning`` (at most 200 characters, values left out) show what came; neither the message nor ``repr`` does.
    """

    def __init__(self, response: httpx.Response, missing: str) -> None:
        """``missing`` says what the simulator would have answered and ``response`` does not hold."""
        content_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        # A media type is short; what is not is no media type.
        self.content_type = content_type if _MEDIA_TYPE.fullmatch(content_type) else ""
        self.beginning = beginning_of(response)
        came = f"{missing} in {self.content_type or 'what came'}"
        super().__init__(
            code="unexpected-answer" if response.is_success else f"http-{response.status_code}",
            status=response.status_code,
            title=f"not an answer of onshi: {came}",
            title_ja="onshi の応答ではありません。接続先と経路（プロキシ等）を確認してください。",
            next_step="Check the address, and what stands between: a proxy, a gateway, a login page.",
            next_step_ja="接続先のURLと、途中のプロキシ・ゲートウェイ・ログイン画面を確認してください。",
            request_id=response.headers.get("X-Request-Id"),
        )


def problem_of(response: httpx.Response) -> OnshiProblem | None:
    """Return what ``response`` refuses, or None when it is a success."""
    if response.is_success:
        return None
    members = _members(response.content)
    kind, oauth_error = _text(members, "type"), _text(members, "error")
    if not kind.startswith(_TYPE_PREFIX) and not _OAUTH_ERROR.fullmatch(oauth_error):
        return UnexpectedAnswer(response, "no problem document")
    errors = members.get("errors")
    return OnshiProblem(
        # The token endpoint answers in OAuth's own form (RFC 6749, 5.2).
        code=kind.removeprefix(_TYPE_PREFIX) if kind.startswith(_TYPE_PREFIX) else oauth_error,
        status=response.status_code,
        title=_text(members, "title") or _text(members, "error_description") or response.reason_phrase,
        title_ja=_text(members, "title_ja"),
        detail=_text(members, "detail"),
        detail_ja=_text(members, "detail_ja"),
        next_step=_text(members, "next_step"),
        next_step_ja=_text(members, "next_step_ja"),
        help=_text(members, "help"),
        errors=tuple(_entry(each) for each in errors if isinstance(each, dict)) if isinstance(errors, list) else (),
        retryable=members.get("retryable") is True,
        retry_after_s=retry_after_s(response.headers),
        check_id=_text(members, "check_id") or None,
        request_id=response.headers.get("X-Request-Id"),
    )


def raise_for_problem(response: httpx.Response) -> None:
    """Raise OnshiProblem when ``response`` is no success."""
    problem = problem_of(response)
    if problem is not None:
        raise problem


def _members(content: bytes) -> Mapping[str, object]:
    document = json_of(content)
    return document if isinstance(document, dict) else {}


def _text(members: Mapping[str, object], name: str) -> str:
    value = members.get(name)
    return value if isinstance(value, str) else ""


def _entry(members: Mapping[str, object]) -> ProblemEntry:
    return ProblemEntry(*(_text(members, name) for name in ("pointer", "code", "message", "message_ja")))
