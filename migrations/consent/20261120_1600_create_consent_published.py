"""Create consent_published: the consents and openings that a check obeys, as append-only versions."""

from alembic import op

revision = "20261120_1600"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION consent_published.close_only_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.known_to <> 'infinity' OR NEW.known_to < OLD.known_from THEN
                RAISE EXCEPTION 'a published version is closed once, not before it began'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    known = (
        "known_from timestamptz NOT NULL, known_to timestamptz NOT NULL DEFAULT 'infinity',"
        " CHECK (known_from <= known_to)"
    )
    op.execute(
        f"""CREATE TABLE consent_published.consents (
            consent_id uuid NOT NULL, version_id uuid NOT NULL UNIQUE, person_id uuid NOT NULL,
            institution_code text NOT NULL, kind text NOT NULL, state text NOT NULL, given_at timestamptz NOT NULL,
            viewable_until timestamptz, {known},
            PRIMARY KEY (person_id, institution_code, consent_id, known_from))"""
    )
    op.execute(
        f"""CREATE TABLE consent_published.openings (
            opening_id uuid NOT NULL, purpose text NOT NULL, institution_code text NOT NULL,
            opened_at timestamptz NOT NULL, ends_at timestamptz NOT NULL, {known},
            PRIMARY KEY (institution_code, purpose, opening_id, known_from))"""
    )
    for table in ("consents", "openings"):
        op.execute(
            f"""CREATE TRIGGER close_only_once BEFORE UPDATE ON consent_published.{table}
            FOR EACH ROW EXECUTE FUNCTION consent_published.close_only_once()"""
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE (known_to) ON consent_published.{table} TO onshi_consent")
    op.execute("GRANT USAGE ON SCHEMA consent_published TO onshi_eligibility")
    op.execute("GRANT SELECT ON ALL TABLES IN SCHEMA consent_published TO onshi_eligibility")


def downgrade() -> None:
    op.execute("DROP TABLE consent_published.consents, consent_published.openings")
    op.execute("DROP FUNCTION consent_published.close_only_once()")
    op.execute("REVOKE USAGE ON SCHEMA consent_published FROM onshi_eligibility")
