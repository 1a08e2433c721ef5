"""docs/notices.md, made from services/eligibility/rules/notice_texts.py: `make docs` writes it, a test compares it."""

from pathlib import Path

from services.eligibility.answers.shown import NoticeShown
from services.eligibility.rules import notice_texts

PAGE = Path(__file__).resolve().parents[2] / "docs" / "notices.md"
_HEAD = """# Notices

Made from `services/eligibility/rules/notice_texts.py` by `make docs`; don't edit it here.

`notices[]` of an answer says what the clinic or the patient should know; it is never an error, and changes nothing of
the answer. Branch on `code`; the words may change, and codes are added: ignore those you don't know. An answer that is
read again carries its notices again. The codes are ours: the real interface says most of this by other members, or not
at all.

お知らせの一覧です。エラーではありません。`code` で判定し、未知のコードは無視してください。

| code | message | |
|---|---|---|
"""


def page() -> str:
    """Return the whole page."""
    return _HEAD + "".join(f"| `{each.code}` | {each.message} | {each.message_ja} |\n" for each in _all())


def _all() -> list[NoticeShown]:
    """Return every notice, by code."""
    found = {value.code: value for value in vars(notice_texts).values() if isinstance(value, NoticeShown)}
    found |= {each.code: each for each in notice_texts.CERTIFICATE_NOTICES.values()}
    return [found[code] for code in sorted(found)]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
