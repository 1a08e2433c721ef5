"""docs/refusals.md, made from the catalogue: `make docs` writes it, a test compares it."""

import inspect
import re
from pathlib import Path

from shared import errors
from shared.errors import ServiceError, catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "refusals.md"
_HEAD = """# Refusals, one by one

Made from `shared/errors.py` by `make docs`; don't edit it here.

A refusal says that a request cannot be answered as it is, and what to do about it. It is `application/problem+json`
(RFC 9457): branch on `type`, which is `urn:onshi:problem:` and the code; the words may change. `errors[]` names every
violation at once, each with a JSON pointer. `retryable` says whether the same request may succeed later; where there is
a `Retry-After`, wait so long. `help` is the path of the code's page, `/guide/refusals/CODE`, on the listener that
refused; `onshi guide refusals/CODE` shows it in a terminal. Nothing in a refusal repeats what was sent.

資格無効, 該当資格なし and a refused purpose are **answers**, not refusals: status 200. An internal error of the
simulator is a 500 `internal-error` without detail. The token endpoint answers in OAuth's own form (RFC 6749, 5.2).

エラーの一覧です。`type` のコードで分岐してください。対処方法は `next_step_ja` に記載されます。

"""


def page() -> str:
    """Return the whole page."""
    refusals = catalogue()
    return _HEAD + _contents(refusals) + "".join(_group(title, codes, refusals) for title, codes in _groups())


def _contents(refusals: dict[str, type[ServiceError]]) -> str:
    rows = [f"| [`{code}`](#{code}) | {error.status} | {error.title_ja} |" for code, error in sorted(refusals.items())]
    return "\n".join(["| code | status | |", "|---|---|---|", *rows]) + "\n"


def _groups() -> list[tuple[str, list[str]]]:
    """Return the catalogue's headings with the codes below each, in the order of the file."""
    found: list[tuple[str, list[str]]] = []
    for heading, code in re.findall(
        r"^# (.+)$|^    code, status = \"([a-z-]+)\"", inspect.getsource(errors), re.MULTILINE
    ):
        if heading:
            found.append((heading, []))
        else:
            found[-1][1].append(code)
    return found


def _group(title: str, codes: list[str], refusals: dict[str, type[ServiceError]]) -> str:
    return f"\n## {title}\n" + "".join(_entry(refusals[code]) for code in codes)


def _entry(error: type[ServiceError]) -> str:
    cause = " ".join(inspect.cleandoc(error.__doc__ or "").split())
    lines = [
        f"\n### {error.code}",
        "",
        f"**{error.status}** {error.title} / {error.title_ja}",
        "",
        f"- Cause: {cause}",
        f"- Cure: {error.next_step}",
        f"- 対処: {error.next_step_ja}",
        f"- Again: {_again(error)}",
    ]
    return "\n".join(lines) + "\n"


def _again(error: type[ServiceError]) -> str:
    if not error.retryable:
        return "the same request meets the same refusal."
    if error.retry_after_s is None:
        return "after the cure."
    return f"the same request after `Retry-After` (usually {error.retry_after_s} s)."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
