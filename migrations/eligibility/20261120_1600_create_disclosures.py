"""Create eligibility_published.disclosures: the record of every check, durable before its answer leaves.

It never holds the data: who asked, about whom, for what, what came of it, and on which versions that rested.
Spending a nonce is the unique constraint on it.
"""

from alembic import op

revision = "20261120_1600"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE eligibility_published.disclosures (
            check_id uuid PRIMARY KEY,
            checked_at timestamptz NOT NULL,
            client_id text NOT NULL,
            role text NOT NULL,
            institution_code text,
            method text NOT NULL,
            purpose text NOT NULL,
            as_of date NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('answered', 'refused', 'rejected')),
            code text NOT NULL,
            person_id uuid,
            kinds text[] NOT NULL,
            rules text[] NOT NULL,
            registry_version uuid,
            consent_versions uuid[] NOT NULL,
            holder_verification text,
            certificate_state text,
            chosen_consents text[] NOT NULL,
            prescription_form text,
            client_reference text,
            nonce bytea UNIQUE,
            proof_digest bytea,
            CHECK ((nonce IS NULL) = (proof_digest IS NULL))
        )
        """
    )
    op.execute(
        "CREATE INDEX disclosures_by_institution ON eligibility_published.disclosures"
        " (institution_code, checked_at, check_id)"
    )
    op.execute("CREATE INDEX disclosures_by_person ON eligibility_published.disclosures (person_id, checked_at)")
    op.execute(
        "CREATE INDEX disclosures_misses ON eligibility_published.disclosures (client_id, checked_at)"
        " WHERE code = 'not_found' AND method = 'insured_identifier'"
    )
    op.execute("GRANT SELECT, INSERT ON eligibility_published.disclosures TO onshi_eligibility")
    op.execute("GRANT USAGE ON SCHEMA eligibility_published TO onshi_consent")
    op.execute("GRANT SELECT ON eligibility_published.disclosures TO onshi_consent")


def downgrade() -> None:
    op.execute("DROP TABLE eligibility_published.disclosures")
    op.execute("REVOKE USAGE ON SCHEMA eligibility_published FROM onshi_consent")
