"""Let no version of a consent end without the next one, no withdrawal end at all, no opening end but by its closure.

The service's role may set an end (known_to, superseded_at), so without this it could take a withdrawal out of sight.
A version that ends when it began is not refused as such: while the simulator's clock stands still, given and replaced
are one instant. The owner ends what hangs on records that a rule has removed (simulator/audit/retention/consents.py).
"""

from alembic import op

revision = "20261120_1770"
down_revision = "20261120_1730"
branch_labels = None
depends_on = None

_BY_OWNER = "pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE')"
_REFUSE = "USING ERRCODE = 'integrity_constraint_violation'"


def upgrade() -> None:
    for statement in (
        f"""CREATE FUNCTION consent_published.keep_withdrawals() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.reason IS NOT NULL AND NOT {_BY_OWNER} THEN
                RAISE EXCEPTION 'a withdrawal is never ended' {_REFUSE};
            END IF;
            RETURN NEW;
        END $$""",
        f"""CREATE FUNCTION consent_published.end_with_the_next() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT {_BY_OWNER} AND NOT EXISTS (
                SELECT FROM consent_published.consents c
                WHERE c.person_id = NEW.person_id AND c.institution_code = NEW.institution_code
                  AND c.consent_id = NEW.consent_id AND c.known_from > NEW.known_from
                  AND c.known_from BETWEEN NEW.known_to AND NEW.known_to + interval '1 microsecond')
            THEN
                RAISE EXCEPTION 'a version of a consent ends when the next begins' {_REFUSE};
            END IF;
            RETURN NULL;
        END $$""",
        f"""CREATE FUNCTION consent_published.end_by_closure() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT {_BY_OWNER} AND NOT EXISTS (
                SELECT FROM consent.opening_closures c
                WHERE c.opening_id = NEW.opening_id AND NEW.known_to = greatest(c.closed_at, NEW.known_from))
            THEN
                RAISE EXCEPTION 'an opening ends when it was closed' {_REFUSE};
            END IF;
            RETURN NULL;
        END $$""",
        f"""CREATE FUNCTION consent.supersede_with_the_next() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT {_BY_OWNER} AND NOT EXISTS (
                SELECT FROM consent.consent_versions v
                WHERE v.consent_id = NEW.consent_id AND v.version_id <> NEW.version_id
                  AND v.superseded_at = 'infinity')
            THEN
                RAISE EXCEPTION 'a version of a consent is superseded by another' {_REFUSE};
            END IF;
            RETURN NULL;
        END $$""",
        """CREATE TRIGGER keep_withdrawals BEFORE UPDATE ON consent_published.consents
            FOR EACH ROW EXECUTE FUNCTION consent_published.keep_withdrawals()""",
        """CREATE TRIGGER keep_withdrawals BEFORE UPDATE ON consent.consent_versions
            FOR EACH ROW EXECUTE FUNCTION consent_published.keep_withdrawals()""",
        # The next version is written after the end of the one before: looked at when the transaction commits.
        """CREATE CONSTRAINT TRIGGER end_with_the_next AFTER UPDATE ON consent_published.consents
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION consent_published.end_with_the_next()""",
        """CREATE CONSTRAINT TRIGGER end_by_closure AFTER UPDATE ON consent_published.openings
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION consent_published.end_by_closure()""",
        """CREATE CONSTRAINT TRIGGER supersede_with_the_next AFTER UPDATE ON consent.consent_versions
            DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION consent.supersede_with_the_next()""",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP TRIGGER supersede_with_the_next ON consent.consent_versions",
        "DROP TRIGGER end_by_closure ON consent_published.openings",
        "DROP TRIGGER end_with_the_next ON consent_published.consents",
        "DROP TRIGGER keep_withdrawals ON consent.consent_versions",
        "DROP TRIGGER keep_withdrawals ON consent_published.consents",
        "DROP FUNCTION consent.supersede_with_the_next()",
        "DROP FUNCTION consent_published.end_by_closure()",
        "DROP FUNCTION consent_published.end_with_the_next()",
        "DROP FUNCTION consent_published.keep_withdrawals()",
    ):
        op.execute(statement)
