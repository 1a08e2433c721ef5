"""Record who asked about whom at the registry; find a person's cards by the person."""

from alembic import op

revision = "20261129_1420"
down_revision = "20261129_1410"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE registry.person_questions (question_id uuid PRIMARY KEY, asked_at timestamptz NOT NULL,
        asked_by text NOT NULL, institution_code text, way text NOT NULL, outcome text NOT NULL, person_id uuid)"""
    )
    op.execute("GRANT SELECT, INSERT ON registry.person_questions TO onshi_registry")
    op.execute("CREATE INDEX card_certificates_by_person ON registry_published.card_certificates (person_id)")


def downgrade() -> None:
    op.execute("DROP INDEX registry_published.card_certificates_by_person")
    op.execute("DROP TABLE registry.person_questions")
