"""A page for each refusal of the catalogue, with cause and cure: what ``type`` and ``help`` of a problem lead to."""

import inspect
import json
from dataclasses import dataclass
from typing import Any

from shared.errors import ServiceError, catalogue
from shared.problem import INTERNAL_ERROR_CODE, TYPE_PREFIX, internal_error_document, problem_document
from simulator.guide.causes import CAUSES_JA

_ASKED = "/eligibility/v1/…"


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """What the page of one code tells; each pair is Japanese, English."""

    code: str
    type: str
    status: int
    title: tuple[str, str]
    cause: tuple[str, str]
    cure: tuple[str, str]
    is_retryable: bool
    retry_after_s: int | None
    example: str
    """The problem document, as JSON."""


def refusal_page(code: str) -> RefusalPage | None:
    """Return the page of ``code``, None where the catalogue has no such code."""
    if code == INTERNAL_ERROR_CODE:
        return _internal_error()
    refusal = catalogue().get(code)
    return None if refusal is None else _page(refusal)


def codes() -> list[str]:
    """Return every code that has a page."""
    return sorted([*catalogue(), INTERNAL_ERROR_CODE])


def _page(refusal: type[ServiceError]) -> RefusalPage:
    english = " ".join(inspect.cleandoc(refusal.__doc__ or "").replace("``", "`").split())
    return RefusalPage(
        code=refusal.code,
        type=TYPE_PREFIX + refusal.code,
        status=refusal.status,
        title=(refusal.title_ja, refusal.title),
        cause=(CAUSES_JA.get(refusal.code, refusal.title_ja), english),
        cure=(refusal.next_step_ja, refusal.next_step),
        is_retryable=refusal.retryable,
        retry_after_s=refusal.retry_after_s,
        example=_shown(problem_document(refusal(), _ASKED)),
    )


def _internal_error() -> RefusalPage:
    document = internal_error_document(_ASKED)
    return RefusalPage(
        code=INTERNAL_ERROR_CODE,
        type=document["type"],
        status=document["status"],
        title=(document["title_ja"], document["title"]),
        cause=(
            "シミュレーターの不具合です。リクエストの誤りではありません。",
            "A fault of the simulator itself, not of the request.",
        ),
        cure=(document["next_step_ja"], document["next_step"]),
        is_retryable=False,
        retry_after_s=None,
        example=_shown(document),
    )


def _shown(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
