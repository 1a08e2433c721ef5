"""A value that cannot be meant, with its words in two languages; and the words for what several fields refuse alike."""

from typing import Final

CONTROL_CHARACTERS: Final = ("must not hold control characters", "制御文字は使用できません。")
BLANK: Final = ("must not be blank", "空白のみの値は使用できません。")


class NotAcceptable(ValueError):
    """A value cannot be meant; the message says why in two languages and never quotes it."""

    def __init__(self, message: str, message_ja: str) -> None:
        super().__init__(message)
        self.message = message
        self.message_ja = message_ja
