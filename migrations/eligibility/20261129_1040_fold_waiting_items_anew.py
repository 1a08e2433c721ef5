"""Fold 記号 and 番号 of what still waits in 一括照会 anew, as the registry's published rows were."""

from alembic import op
from sqlalchemy import text

from shared.domain.identifiers import fold_number, symbol_at

revision = "20261129_1040"
down_revision = "20261129_1011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    waiting = connection.execute(
        text(
            "SELECT reception_number, place, insurer_number, symbol, number FROM eligibility.bulk_items"
            " WHERE number IS NOT NULL"
        )
    )
    for reception_number, place, insurer, symbol, number in waiting.all():
        connection.execute(
            text(
                "UPDATE eligibility.bulk_items SET symbol = :symbol, number = :number"
                " WHERE reception_number = :reception_number AND place = :place"
            ),
            {
                "symbol": symbol_at(insurer, symbol),
                "number": fold_number(number),
                "reception_number": reception_number,
                "place": place,
            },
        )


def downgrade() -> None:
    # See the registry's migration of the same time.
    pass
