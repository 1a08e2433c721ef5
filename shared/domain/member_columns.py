"""The columns of a CSV file of people and their coverage: of test patients, and of members to be imported."""

from collections.abc import Mapping
from typing import Final

REQUIRED: Final = ("name", "birthdate", "sex", "insurer_number", "number", "acquired_on")
COLUMNS: Final[Mapping[str, str]] = {
    "id": "識別子",
    "name": "氏名",
    "name_kana": "氏名カナ",
    "birthdate": "生年月日",
    "sex": "性別",
    "postal_code": "郵便番号",
    "address": "住所",
    "insurer_number": "保険者番号",
    "insurer_name": "保険者名称",
    "symbol": "記号",
    "number": "番号",
    "branch": "枝番",
    "relationship": "本人家族",
    "acquired_on": "資格取得年月日",
    "lost_on": "資格喪失年月日",
    "loss_reason": "資格喪失事由",
    "share_percent": "負担割合",
    "limit_category": "適用区分",
    "pin": "暗証番号",
}
"""Every column, with its Japanese name."""
