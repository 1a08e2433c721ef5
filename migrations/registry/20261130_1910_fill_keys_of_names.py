"""Fill the keys by which people are looked up, of those whom an older program has recorded."""

from typing import Any
from uuid import UUID

from alembic import op
from sqlalchemy import Row, text

from shared.domain.name_keys import forms_of, key_of

revision = "20261130_1910"
down_revision = "20261130_1900"
branch_labels = None
depends_on = None

_AT_ONCE = 5000
_OPEN = text(
    "SELECT version_id, person_id, birthdate, name, name_other, name_kana, name_other_kana"
    " FROM registry.person_versions WHERE superseded_at = 'infinity'"
    " AND version_id > :last ORDER BY version_id LIMIT :limit"
)


def upgrade() -> None:
    connection = op.get_bind()
    last = UUID(int=0)
    while rows := connection.execute(_OPEN, {"last": last, "limit": _AT_ONCE}).all():
        last = rows[-1].version_id
        connection.execute(
            text("INSERT INTO registry.person_name_keys VALUES (:name_key, :person_id) ON CONFLICT DO NOTHING"),
            [{"name_key": key, "person_id": row.person_id} for row in rows for key in _keys_of(row)],
        )


def downgrade() -> None:
    # The step before drops the table.
    pass


def _keys_of(row: Row[Any]) -> list[int]:
    names = [name for name in (row.name, row.name_other) if name is not None]
    kana = [name for name in (row.name_kana, row.name_other_kana) if name is not None]
    return [key_of(row.birthdate, form) for form in forms_of(names, kana)]
