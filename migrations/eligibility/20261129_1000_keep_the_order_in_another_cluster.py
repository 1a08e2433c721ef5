"""Keep the order of the record in whatever PostgreSQL the database is restored to.

``listed_in`` was the bare number of the transaction. Such numbers belong to one cluster: in another one they begin
anew, below those of the records that were restored. From now on it is a *place*: the transaction's number counted from
``base``, which shared/db/record_order.py sets anew. The function holds the base as a constant, so that PostgreSQL puts
it into each plan: a read of a table for each record would cost ten times as much.
"""

from alembic import op

revision = "20261129_1000"
down_revision = "20261120_1765"
branch_labels = None
depends_on = None

_DEFAULT = "ALTER TABLE eligibility_published.disclosures ALTER COLUMN listed_in SET DEFAULT "


def upgrade() -> None:
    for statement in (
        """CREATE TABLE eligibility.record_order (
            is_the_one boolean PRIMARY KEY DEFAULT true CHECK (is_the_one),
            base bigint NOT NULL,
            begun_under timestamptz NOT NULL)""",
        # As if begun under a PostgreSQL of long ago: the base is set in the end of this very `onshi migrate`.
        "INSERT INTO eligibility.record_order (base, begun_under) VALUES (0, '-infinity')",
        """CREATE FUNCTION eligibility_published.place_of(xid8) RETURNS xid8 LANGUAGE sql STABLE PARALLEL SAFE
            AS 'SELECT ($1::text::bigint + 0)::text::xid8'""",
        _DEFAULT + "eligibility_published.place_of(pg_current_xact_id())",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        _DEFAULT + "pg_current_xact_id()",
        "DROP FUNCTION eligibility_published.place_of(xid8)",
        "DROP TABLE eligibility.record_order",
    ):
        op.execute(statement)
