"""Take in files of many people, part by part, and keep what was rejected."""

from alembic import op

revision = "20261130_1700"
down_revision = "20261130_1640"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry.imports (import_id uuid PRIMARY KEY, client_id text NOT NULL, insurer_number text,
        format text NOT NULL, encoding text NOT NULL, columns text[] NOT NULL, state text NOT NULL,
        received_at timestamptz NOT NULL, heard_at timestamptz NOT NULL DEFAULT clock_timestamp(), ended_at timestamptz,
        lines bigint NOT NULL DEFAULT 0, accepted bigint NOT NULL DEFAULT 0, unchanged bigint NOT NULL DEFAULT 0,
        rejected bigint NOT NULL DEFAULT 0)"""
    )
    # One at a time for each insurer, and for the operator.
    op.execute(
        """CREATE UNIQUE INDEX imports_under_way ON registry.imports (coalesce(insurer_number, ''))
        WHERE state IN ('receiving', 'running')"""
    )
    op.execute(
        """CREATE TABLE registry.import_parts (import_id uuid REFERENCES registry.imports, place integer,
        first_line bigint NOT NULL, content bytea, written uuid[], PRIMARY KEY (import_id, place))"""
    )
    # It lies there for minutes: not worth compressing.
    op.execute("ALTER TABLE registry.import_parts ALTER content SET STORAGE EXTERNAL")
    op.execute(
        """CREATE TABLE registry.import_rejections (import_id uuid REFERENCES registry.imports, line bigint,
        place integer, pointer text NOT NULL, code text NOT NULL, message text NOT NULL, message_ja text NOT NULL,
        PRIMARY KEY (import_id, line, place))"""
    )
    op.execute("CREATE TABLE registry.import_turn (turn integer PRIMARY KEY)")
    op.execute("INSERT INTO registry.import_turn VALUES (1)")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON registry.imports, registry.import_parts TO onshi_registry")
    op.execute("GRANT SELECT, INSERT ON registry.import_rejections TO onshi_registry")
    op.execute("GRANT SELECT, UPDATE ON registry.import_turn TO onshi_registry")


def downgrade() -> None:
    op.execute("DROP TABLE registry.import_turn, registry.import_rejections, registry.import_parts, registry.imports")
