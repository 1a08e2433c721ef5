"""List checks as they happen, derive answers again; queue bulk checks, keep reference numbers and idempotency keys.

``listed_in`` is the transaction that wrote a record. What lists checks reads only below the oldest transaction that
is still under way, in the order of ``listed_in``: nothing can appear later behind a cursor, however late it commits
(services/eligibility/record/store/check_list.py says more).
"""

from alembic import op

revision = "20261120_1710"
down_revision = "20261120_1600"
branch_labels = None
depends_on = None

_MISSES = "CREATE INDEX disclosures_misses ON eligibility_published.disclosures (client_id, checked_at)"


def upgrade() -> None:
    for statement in (
        """ALTER TABLE eligibility_published.disclosures
            ADD COLUMN coverage_ids uuid[] NOT NULL DEFAULT '{}',
            ADD COLUMN rederived_from uuid,
            ADD COLUMN listed_in xid8 NOT NULL DEFAULT pg_current_xact_id()""",
        # Its order was that of the clock, which is not that of the commits; the new one serves the same look-ups.
        "DROP INDEX eligibility_published.disclosures_by_institution",
        """CREATE INDEX disclosures_listed ON eligibility_published.disclosures (institution_code, listed_in, check_id)
            WHERE rederived_from IS NULL""",
        # An answer that is read again is no new miss.
        "DROP INDEX eligibility_published.disclosures_misses",
        _MISSES + " WHERE code = 'not_found' AND method = 'insured_identifier' AND rederived_from IS NULL",
        """CREATE TABLE eligibility.reference_numbers (
            person_id uuid NOT NULL,
            institution_code text NOT NULL,
            reference_number text NOT NULL CHECK (length(reference_number) BETWEEN 1 AND 50),
            registered_at timestamptz NOT NULL,
            PRIMARY KEY (person_id, institution_code))""",
        """CREATE INDEX reference_numbers_by_institution
            ON eligibility.reference_numbers (institution_code, reference_number, person_id)""",
        """CREATE TABLE eligibility.idempotency_keys (
            holder text NOT NULL,
            key_digest bytea NOT NULL,
            body_digest bytea NOT NULL,
            check_id uuid NOT NULL,
            taken_at timestamptz NOT NULL,
            PRIMARY KEY (holder, key_digest))""",
        "CREATE INDEX idempotency_keys_by_age ON eligibility.idempotency_keys (taken_at)",
        """CREATE TABLE eligibility.bulk_receptions (
            reception_number uuid PRIMARY KEY,
            received_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            client_id text NOT NULL,
            role text NOT NULL,
            institution_code text NOT NULL,
            as_of date NOT NULL,
            client_reference text)""",
        """CREATE INDEX bulk_receptions_by_institution
            ON eligibility.bulk_receptions (institution_code, reception_number DESC)""",
        "CREATE INDEX bulk_receptions_by_expiry ON eligibility.bulk_receptions (expires_at)",
        # What was asked about stands here only until it is worked; what was answered never does.
        """CREATE TABLE eligibility.bulk_items (
            reception_number uuid NOT NULL REFERENCES eligibility.bulk_receptions ON DELETE CASCADE,
            place integer NOT NULL,
            item_reference text NOT NULL,
            insurer_number text, symbol text, number text, branch text, birthdate date,
            check_id uuid,
            error text,
            limit_certificate_changed boolean,
            PRIMARY KEY (reception_number, place),
            CHECK (check_id IS NULL OR error IS NULL),
            CHECK ((number IS NULL) = (check_id IS NOT NULL OR error IS NOT NULL)))""",
        """CREATE INDEX bulk_items_waiting ON eligibility.bulk_items (reception_number, place)
            WHERE check_id IS NULL AND error IS NULL""",
        # These are working tables: what they hold ends. The record of checks is for ever.
        """GRANT SELECT, INSERT, DELETE, UPDATE (reference_number, registered_at)
            ON eligibility.reference_numbers TO onshi_eligibility""",
        """GRANT SELECT, INSERT, DELETE, UPDATE (body_digest, check_id, taken_at)
            ON eligibility.idempotency_keys TO onshi_eligibility""",
        "GRANT SELECT, INSERT, DELETE ON eligibility.bulk_receptions TO onshi_eligibility",
        """GRANT SELECT, INSERT,
            UPDATE (insurer_number, symbol, number, branch, birthdate, check_id, error, limit_certificate_changed)
            ON eligibility.bulk_items TO onshi_eligibility""",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP TABLE eligibility.bulk_items, eligibility.bulk_receptions",
        "DROP TABLE eligibility.idempotency_keys, eligibility.reference_numbers",
        "DROP INDEX eligibility_published.disclosures_listed, eligibility_published.disclosures_misses",
        """ALTER TABLE eligibility_published.disclosures
            DROP COLUMN coverage_ids, DROP COLUMN rederived_from, DROP COLUMN listed_in""",
        """CREATE INDEX disclosures_by_institution ON eligibility_published.disclosures
            (institution_code, checked_at, check_id)""",
        _MISSES + " WHERE code = 'not_found' AND method = 'insured_identifier'",
    ):
        op.execute(statement)
