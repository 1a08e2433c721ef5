"""The media types that a file can come as, and how they are described."""

from typing import Any, Final

from services.registry.imports.rules.forms import Format

NDJSON: Final = "application/x-ndjson"
CSV: Final = "text/csv"
FORMATS: Final = {NDJSON: Format.NDJSON, CSV: Format.CSV}
_EXAMPLES: Final = {
    NDJSON: (
        '{"person": {"name": "試験　花子", "name_kana": "ｼｹﾝ ﾊﾅｺ", "sex": "female", "birthdate": "1990-05-06", '
        '"address": "東京都模擬市見本町99丁目1番"}, "coverages": [{"insurer_number": "06139018", "symbol": "9999", '
        '"number": "990001", "branch": "00", "relationship": "self", "acquired_on": "2026-04-01"}]}\n'
    ),
    CSV: (
        "氏名,性別,生年月日,住所,保険者番号,記号,番号,枝番,資格取得年月日\r\n"
        "試験　太郎,男,平成2年5月6日,東京都模擬市見本町99丁目2番,06139018,9999,990002,00,令和8年4月1日\r\n"
    ),
}
BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "A file of lines (docs/imports.md), sent as a stream.",
        "content": {
            media_type: {
                "schema": {"type": "string", "format": "binary"},
                "examples": {"example": {"summary": "加入者1名 / one member", "value": value}},
            }
            for media_type, value in _EXAMPLES.items()
        },
    }
}
