"""The table of words: each text of a page once, in both languages, under a key.

A template says ``{{ word("found", count=3) }}``. A key that is missing is an internal error, and a key that two tables
have is refused when they are put together: a page never shows the wrong words.
"""

from collections.abc import Mapping

from shared.web.pages.languages import Language

Words = Mapping[str, tuple[str, str]]
"""By key: Japanese, English. ``{name}`` in a text stands for a value that the template gives."""
ALERT, DONE = "alert_", "done_"
"""How the keys begin of what a page tells, of a mistake and of what went well: only these stand in an address."""

FRAME_WORDS: Words = {
    "frame_notice_label": ("非公式", "Unofficial"),
    "frame_notice": (
        "公的機関とは無関係のシミュレーターです。人物・番号はすべて架空です。",
        "A simulator, endorsed by no authority. All people and numbers are invented.",
    ),
    "frame_skip": ("本文へ移動", "Skip to content"),
    "frame_menu": ("メインメニュー", "Main menu"),
    "frame_reader": ("カードリーダー", "Card reader"),
    "frame_portal": ("マイナポータル", "Patient portal"),
    "frame_console": ("管理コンソール", "Console"),
    "frame_guide": ("ガイド", "Guide"),
    "frame_documents": ("API文書", "API documents"),
    "frame_refused_title": ("表示できません", "This cannot be shown"),
    "frame_refused_next": ("対処:", "What to do:"),
    "frame_refused_help": ("原因と対処（ガイド）", "Cause and cure, in the guide"),
    "frame_refused_home": ("最初のページへ", "To the first page"),
    "frame_language_ja": ("日本語", "日本語"),
    "frame_language_en": ("English", "English"),
}


class WordTable:
    """Several tables of words as one."""

    def __init__(self, *tables: Words) -> None:
        """Raise ValueError where two tables have the same key."""
        self._words: dict[str, tuple[str, str]] = {}
        for table in tables:
            twice = self._words.keys() & table.keys()
            if twice:
                raise ValueError(f"words stand in two tables: {', '.join(sorted(twice))}")
            self._words.update(table)

    def __contains__(self, key: object) -> bool:
        """Tell whether there are words for ``key``."""
        return key in self._words

    def text(self, language: Language, key: str, **values: object) -> str:
        """Return the words of ``key`` with ``values`` filled in; raises KeyError where there are none."""
        japanese, english = self._words[key]
        return (english if language is Language.ENGLISH else japanese).format(**values)
