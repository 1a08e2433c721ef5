"""Fold 記号 and 番号 anew: variants, every hyphen and line, and zeros in front of a 記号 no longer tell two apart.

What was folded before is folded on: that gives what folding its text anew would give. A row of the truth that would now
share identifiers and a day with another keeps the fold that it had: the two stand as they were registered, and a
look-up, which goes by the published rows, finds both.
"""

from collections.abc import Iterator

from alembic import op
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from shared.domain.identifiers import fold_number, symbol_at

revision = "20261129_1040"
down_revision = "20261120_1745"
branch_labels = None
depends_on = None

_SYMBOLS_THAT_STAY = "^([1-9A-Z][0-9A-Z-]*)?$"
_NUMBERS_THAT_STAY = "^[0-9A-Z-]+$"


def upgrade() -> None:
    connection = op.get_bind()
    op.execute("ALTER TABLE registry_published.insured_identifiers DISABLE TRIGGER close_only_once")
    for then, now in _moved(connection, "registry_published.insured_identifiers", "symbol", "number"):
        connection.execute(
            text(
                "UPDATE registry_published.insured_identifiers SET symbol = :new_symbol, number = :new_number"
                " WHERE insurer_number = :insurer AND symbol = :symbol AND number = :number"
            ),
            {**then, **now},
        )
    op.execute("ALTER TABLE registry_published.insured_identifiers ENABLE TRIGGER close_only_once")
    op.execute("ALTER TABLE registry.coverage_versions DISABLE TRIGGER supersede_only_once")
    for then, now in _moved(connection, "registry.coverage_versions", "symbol_folded", "number_folded"):
        _move_versions(connection, then, now)
    op.execute("ALTER TABLE registry.coverage_versions ENABLE TRIGGER supersede_only_once")


def downgrade() -> None:
    # An older program folds less, so what was folded more is found by it where nothing else was written.
    pass


def _moved(
    connection: Connection, table: str, symbol: str, number: str
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Yield what identifiers were folded to, and to what they are now, where the two differ."""
    rows = connection.execute(
        text(
            f"SELECT DISTINCT insurer_number, {symbol}, {number} FROM {table}"  # noqa: S608 - of constants
            f" WHERE {symbol} !~ :symbols OR {number} !~ :numbers"
        ),
        {"symbols": _SYMBOLS_THAT_STAY, "numbers": _NUMBERS_THAT_STAY},
    )
    for insurer, old_symbol, old_number in rows.all():
        new_symbol, new_number = symbol_at(insurer, old_symbol), fold_number(old_number)
        if (new_symbol, new_number) != (old_symbol, old_number):
            then = {"insurer": insurer, "symbol": old_symbol, "number": old_number}
            yield then, {"new_symbol": new_symbol, "new_number": new_number}


def _move_versions(connection: Connection, then: dict[str, str], now: dict[str, str]) -> None:
    versions = connection.execute(
        text(
            "SELECT version_id FROM registry.coverage_versions WHERE insurer_number = :insurer"
            " AND symbol_folded = :symbol AND number_folded = :number"
        ),
        then,
    )
    for version_id in versions.scalars().all():
        try:
            with connection.begin_nested():
                connection.execute(
                    text(
                        "UPDATE registry.coverage_versions SET symbol_folded = :new_symbol, number_folded = :new_number"
                        " WHERE version_id = :version_id"
                    ),
                    {"version_id": version_id, **now},
                )
        except IntegrityError:
            continue
