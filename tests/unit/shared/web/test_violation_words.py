"""What is wrong with a value is said in Japanese as precisely as in English."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from shared.domain.codes import Sex
from shared.web.problems import violation_of
from shared.web.violation_words import violation_words


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: int


def words_for(kind: Any, value: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return violation_of(dict(caught.value.errors(include_url=False)[0])).message_ja


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Annotated[str, Field(max_length=50)], "x" * 51, "50文字以内で指定してください。"),
        (Annotated[str, Field(min_length=1)], "", "空にできません。"),
        (Annotated[str, Field(min_length=4)], "x", "4文字以上で指定してください。"),
        (Annotated[str, Field(pattern="^[0-9]{4}$")], "x", "形式が正しくありません（正規表現 ^[0-9]{4}$）。"),
        (str, 5, "文字列で指定してください。"),
        (Annotated[int, Field(ge=1)], 0, "1以上の値を指定してください。"),
        (Annotated[int, Field(le=1000)], 1001, "1000以下の値を指定してください。"),
        (int, "x", "整数で指定してください。"),
        (int, 1.5, "小数部のない整数で指定してください。"),
        (bool, "maybe", "true または false で指定してください。"),
        (Annotated[list[int], Field(min_length=1)], [], "1件以上指定してください。"),
        (Annotated[list[int], Field(max_length=2)], [1, 2, 3], "2件以内で指定してください。"),
        (list[int], 1, "配列で指定してください。"),
        (Sex, "x", "male、female、unset のいずれかを指定してください。"),
        (Literal["a", "b"], "x", "a、b のいずれかを指定してください。"),
        (date, "2026-13-01", "YYYY-MM-DD形式の日付で指定してください。"),
        (datetime, "x", "RFC 3339形式の日時で指定してください。"),
        (AwareDatetime, "2026-11-20T09:00:00", "日時にはオフセット（+09:00 など）を付けてください。"),
        (UUID, "x", "UUIDで指定してください。"),
        (_Strict, {}, "必須項目です。"),
        (_Strict, {"number": 1, "other": 2}, "この項目は使用できません。"),
        (_Strict, [], "オブジェクトで指定してください。"),
    ],
)
def test_each_kind_of_violation_is_told_with_its_bounds(kind: Any, value: Any, words: str) -> None:
    assert words_for(kind, value) == words


def test_what_nobody_has_thought_of_is_told_in_general() -> None:
    assert violation_words("unheard_of", {}) == "値の形式が正しくありません。"
    assert violation_words("string_too_long", {}) == "値の形式が正しくありません。"
