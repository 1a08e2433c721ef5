"""Keep the truth about consents, openings and the patients' own sessions.

A consent is of one check and one kind; what happens to it are versions, of which one is open. A session is known by
the digest of its token only, and spends the nonce that the card signed.
"""

from alembic import op

revision = "20261120_1730"
down_revision = "20261120_1600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        """CREATE FUNCTION consent.supersede_only_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.superseded_at <> 'infinity' OR NEW.superseded_at < OLD.recorded_at THEN
                RAISE EXCEPTION 'a version is superseded once, not before it was recorded'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
        """CREATE TABLE consent.consent_versions (
            version_id uuid PRIMARY KEY,
            consent_id uuid NOT NULL,
            check_id uuid NOT NULL,
            kind text NOT NULL,
            person_id uuid NOT NULL,
            institution_code text NOT NULL,
            channel text NOT NULL,
            given_at timestamptz NOT NULL,
            viewable_until timestamptz,
            reason text,
            recorded_at timestamptz NOT NULL,
            superseded_at timestamptz NOT NULL DEFAULT 'infinity',
            recorded_by text NOT NULL,
            CHECK (recorded_at <= superseded_at))""",
        """CREATE UNIQUE INDEX consent_versions_open ON consent.consent_versions (consent_id)
            WHERE superseded_at = 'infinity'""",
        """CREATE INDEX consent_versions_by_check ON consent.consent_versions (check_id)
            WHERE superseded_at = 'infinity'""",
        """CREATE INDEX consent_versions_by_person ON consent.consent_versions (person_id, institution_code)
            WHERE superseded_at = 'infinity'""",
        """CREATE TRIGGER supersede_only_once BEFORE UPDATE ON consent.consent_versions
            FOR EACH ROW EXECUTE FUNCTION consent.supersede_only_once()""",
        "GRANT SELECT, INSERT, UPDATE (superseded_at) ON consent.consent_versions TO onshi_consent",
        """CREATE TABLE consent.openings (
            opening_id uuid PRIMARY KEY,
            purpose text NOT NULL,
            prefecture text,
            institution_codes text[] NOT NULL,
            opened_at timestamptz NOT NULL,
            ends_at timestamptz NOT NULL,
            recorded_at timestamptz NOT NULL,
            recorded_by text NOT NULL,
            CHECK (opened_at < ends_at))""",
        """CREATE TABLE consent.opening_closures (
            opening_id uuid PRIMARY KEY REFERENCES consent.openings,
            closed_at timestamptz NOT NULL,
            recorded_by text NOT NULL)""",
        """CREATE TABLE consent.sessions (
            token_digest bytea PRIMARY KEY,
            person_id uuid NOT NULL,
            authority_key_id bytea NOT NULL,
            serial_number bytea NOT NULL,
            nonce bytea NOT NULL UNIQUE,
            opened_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL)""",
        """CREATE TABLE consent.session_ends (
            token_digest bytea PRIMARY KEY REFERENCES consent.sessions,
            ended_at timestamptz NOT NULL)""",
        """GRANT SELECT, INSERT ON consent.openings, consent.opening_closures, consent.sessions, consent.session_ends
            TO onshi_consent""",
        # Nothing was ever published here, so the new columns need no default.
        """ALTER TABLE consent_published.consents
            ADD COLUMN check_id uuid NOT NULL, ADD COLUMN channel text NOT NULL, ADD COLUMN reason text""",
        "CREATE INDEX openings_by_id ON consent_published.openings (opening_id)",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        # Their truth goes, and nothing could end them any more. Nor can new columns be added to rows later.
        "DELETE FROM consent_published.consents",
        "DELETE FROM consent_published.openings",
        "DROP INDEX consent_published.openings_by_id",
        "ALTER TABLE consent_published.consents DROP COLUMN check_id, DROP COLUMN channel, DROP COLUMN reason",
        "DROP TABLE consent.session_ends, consent.sessions, consent.opening_closures, consent.openings",
        "DROP TABLE consent.consent_versions",
        "DROP FUNCTION consent.supersede_only_once()",
    ):
        op.execute(statement)
