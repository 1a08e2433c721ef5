"""docs/refusals.md and its Japanese twin, made from the catalogue: `make docs` writes them, a test compares them."""

import inspect
import re
from pathlib import Path

from shared import errors
from shared.errors import ServiceError, catalogue
from shared.web.pages.languages import Language
from simulator.guide.refusals import RefusalPage, refusal_page

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {Language.ENGLISH: DOCS / "refusals.md", Language.JAPANESE: DOCS / "refusals.ja.md"}
_HEAD = """# Refusals, one by one

[日本語](refusals.ja.md). Made from `shared/errors.py` by `make docs`; don't edit it here.

A refusal says that a request cannot be answered as it is, and what to do about it. It is `application/problem+json`
(RFC 9457): branch on `type`, which is `urn:onshi:problem:` and the code; the words may change. `errors[]` names every
violation at once, each with a JSON pointer. `retryable` says whether the same request may succeed later; where there is
a `Retry-After`, wait so long. `help` is the path of the code's page, `/guide/refusals/CODE`, on the listener that
refused; `onshi guide refusals/CODE` shows it in a terminal. Nothing in a refusal repeats what was sent.

資格無効, 該当資格なし and a refused purpose are **answers**, not refusals: status 200. An internal error of the
simulator is a 500 `internal-error` without detail. The token endpoint answers in OAuth's own form (RFC 6749, 5.2).

"""
_HEAD_JA = """# エラーの一覧

[English](refusals.md)。`make docs` が `shared/errors.py` から生成します。ここでは編集しないでください。

エラーは、リクエストにそのままでは応じられないことと、対処方法を示します。形式は `application/problem+json`
（RFC 9457）です。`type`（`urn:onshi:problem:` とコード）で分岐してください。文言は変わることがあります。
`errors[]` にはすべての違反が JSON ポインター付きで一度に記載されます。`retryable` は、同じリクエストが後で成功する
可能性の有無です。`Retry-After` がある場合は、その時間待ってください。`help` は、エラーを返したアドレスにあるコードの
解説ページのパス（`/guide/refusals/CODE`）です。端末では `onshi guide refusals/CODE` で表示できます。
送信された内容がエラーに含まれることはありません。

資格無効、該当資格なし、利用目的の拒否は**回答**であり、エラーではありません（ステータス 200）。
シミュレーター内部のエラーは、詳細のない 500 `internal-error` です。
トークンのエンドポイントは OAuth の形式で応答します（RFC 6749, 5.2）。

"""
_GROUPS_JA = {
    "Who is calling": "呼び出し元",
    "HTTP itself: refused before any service sees the request": "HTTP（サービスに届く前のエラー）",
    "The request as such": "リクエスト",
    "Proof of presence: nonce, claims, certificate, signature, status, person": (
        "本人確認データ: ノンス、内容、電子証明書、署名、失効状態、本人"
    ),
    "The card itself (simulated J-LIS)": "カード（模擬 J-LIS）",
    "Limits": "限度額",
    "Consent and what it opens": "同意と閲覧",
    "Load": "負荷",
}


def page(language: Language) -> str:
    """Return the whole page in ``language``."""
    is_english = language is Language.ENGLISH
    groups = "".join(_group(title, codes, is_english=is_english) for title, codes in _groups())
    return (_HEAD if is_english else _HEAD_JA) + _contents(is_english=is_english) + groups


def _contents(*, is_english: bool) -> str:
    head = "| code | status | |" if is_english else "| コード | ステータス | |"
    rows = [
        f"| [`{code}`](#{code}) | {error.status} | {error.title if is_english else error.title_ja} |"
        for code, error in sorted(catalogue().items())
    ]
    return "\n".join([head, "|---|---|---|", *rows]) + "\n"


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


def _group(title: str, codes: list[str], *, is_english: bool) -> str:
    heading = title if is_english else _GROUPS_JA[title]
    return f"\n## {heading}\n" + "".join(_entry(catalogue()[code], is_english=is_english) for code in codes)


def _entry(error: type[ServiceError], *, is_english: bool) -> str:
    told = refusal_page(error.code)
    assert told is not None  # noqa: S101 - it is of the catalogue
    title, cause, cure = (pair[is_english] for pair in (told.title, told.cause, told.cure))
    of_cause, of_cure, of_again = ("Cause", "Cure", "Again") if is_english else ("原因", "対処", "再送")
    again = _again(told) if is_english else _again_ja(told)
    lines = [
        f"\n### {error.code}",
        "",
        f"**{error.status}** {title}",
        "",
        f"- {of_cause}: {cause}",
        f"- {of_cure}: {cure}",
        f"- {of_again}: {again}",
    ]
    return "\n".join(lines) + "\n"


def _again(told: RefusalPage) -> str:
    if not told.is_retryable:
        return "the same request meets the same refusal."
    if told.retry_after_s is None:
        return "after the cure."
    return f"the same request after `Retry-After` (usually {told.retry_after_s} s)."


def _again_ja(told: RefusalPage) -> str:
    if not told.is_retryable:
        return "同じリクエストを再送しても、結果は変わりません。"
    if told.retry_after_s is None:
        return "対処した後に再送できます。"
    return f"`Retry-After`（通常 {told.retry_after_s} 秒）の後に、同じリクエストを再送してください。"


if __name__ == "__main__":
    for language, file in PAGES.items():
        file.write_text(page(language), encoding="utf-8")
