"""What pydantic finds wrong with a value, in Japanese: each kind of violation with its bounds, never the value."""

from collections.abc import Mapping
from typing import Any

_ANY_OTHER = "値の形式が正しくありません。"
_BY_KIND = {
    "missing": "必須項目です。",
    "missing_argument": "必須項目です。",
    "extra_forbidden": "この項目は使用できません。",
    "json_invalid": "JSONとして読み取れません。",
    "string_too_long": "{max_length}文字以内で指定してください。",
    "string_too_short": "{min_length}文字以上で指定してください。",
    "string_type": "文字列で指定してください。",
    "string_unicode": "文字列に使用できない文字が含まれています。",
    "string_pattern_mismatch": "形式が正しくありません（正規表現 {pattern}）。",
    "too_long": "{max_length}件以内で指定してください。",
    "too_short": "{min_length}件以上指定してください。",
    "greater_than_equal": "{ge}以上の値を指定してください。",
    "greater_than": "{gt}より大きい値を指定してください。",
    "less_than_equal": "{le}以下の値を指定してください。",
    "less_than": "{lt}より小さい値を指定してください。",
    "multiple_of": "{multiple_of}の倍数を指定してください。",
    "enum": "{expected} のいずれかを指定してください。",
    "literal_error": "{expected} のいずれかを指定してください。",
    "int_type": "整数で指定してください。",
    "int_parsing": "整数で指定してください。",
    "int_parsing_size": "整数の桁数が多すぎます。",
    "int_from_float": "小数部のない整数で指定してください。",
    "float_type": "数値で指定してください。",
    "float_parsing": "数値で指定してください。",
    "finite_number": "有限の数値で指定してください。",
    "bool_type": "true または false で指定してください。",
    "bool_parsing": "true または false で指定してください。",
    "list_type": "配列で指定してください。",
    "dict_type": "オブジェクトで指定してください。",
    "model_type": "オブジェクトで指定してください。",
    "model_attributes_type": "オブジェクトで指定してください。",
    "date_type": "YYYY-MM-DD形式の日付で指定してください。",
    "date_parsing": "YYYY-MM-DD形式の日付で指定してください。",
    "date_from_datetime_parsing": "YYYY-MM-DD形式の日付で指定してください。",
    "date_from_datetime_inexact": "時刻のない日付（YYYY-MM-DD）で指定してください。",
    "datetime_type": "RFC 3339形式の日時で指定してください。",
    "datetime_parsing": "RFC 3339形式の日時で指定してください。",
    "datetime_from_date_parsing": "RFC 3339形式の日時で指定してください。",
    "datetime_object_invalid": "日時が正しくありません。",
    "timezone_aware": "日時にはオフセット（+09:00 など）を付けてください。",
    "uuid_type": "UUIDで指定してください。",
    "uuid_parsing": "UUIDで指定してください。",
    "uuid_version": "UUIDの版が正しくありません。",
    "bytes_too_long": "{max_length}バイト以内で指定してください。",
    "none_required": "null を指定してください。",
}
_EMPTY = {"string_too_short": "空にできません。", "too_short": "1件以上指定してください。"}


def violation_words(kind: str, context: Mapping[str, Any]) -> str:
    """Return in Japanese what is wrong; ``kind`` and ``context`` are those of a pydantic error."""
    if kind in _EMPTY and context.get("min_length") == 1:
        return _EMPTY[kind]
    told = dict(context)
    if "expected" in told:
        # pydantic's own list is an English one: 'a', 'b' or 'c'.
        told["expected"] = str(told["expected"]).replace(" or ", ", ").replace("'", "").replace(", ", "、")
    try:
        return _BY_KIND.get(kind, _ANY_OTHER).format_map(told)
    except KeyError:
        return _ANY_OTHER
