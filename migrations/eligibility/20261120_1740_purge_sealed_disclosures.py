"""Let the record end by rule (保存期間): a seal may be emptied, and a signed mark says which were (shared/seal).

No service's role is given anything: the owner removes, as an administrator's step. The consents' owner may see which
checks are still on record, to end what hangs on those that are not.
"""

from alembic import op

revision = "20261120_1740"
down_revision = "20261120_1730"
branch_labels = None
depends_on = None

_LISTS = "cardinality(check_ids) = record_count AND length(leaves) = 32 * record_count"


def upgrade() -> None:
    for statement in (
        "ALTER TABLE eligibility_published.seals DROP CONSTRAINT seals_check",
        f"""ALTER TABLE eligibility_published.seals ADD CONSTRAINT seals_check
            CHECK (({_LISTS}) OR (cardinality(check_ids) = 0 AND length(leaves) = 0))""",
        """CREATE TABLE eligibility_published.retention_marks (
            from_sequence bigint PRIMARY KEY,
            through_sequence bigint NOT NULL UNIQUE REFERENCES eligibility_published.seals,
            through_hash bytea NOT NULL CHECK (length(through_hash) = 32),
            record_count bigint NOT NULL,
            changed_count bigint NOT NULL,
            kept_days integer NOT NULL,
            removed_at timestamptz NOT NULL,
            key_id text NOT NULL REFERENCES eligibility_published.checkpoint_keys,
            signature bytea NOT NULL CHECK (length(signature) = 64),
            CHECK (from_sequence <= through_sequence))""",
        "GRANT SELECT ON eligibility_published.retention_marks TO onshi_eligibility, onshi_consent",
        "GRANT USAGE ON SCHEMA eligibility_published TO onshi_consent_owner",
        "GRANT SELECT (check_id) ON eligibility_published.disclosures TO onshi_consent_owner",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "REVOKE SELECT (check_id) ON eligibility_published.disclosures FROM onshi_consent_owner",
        "REVOKE USAGE ON SCHEMA eligibility_published FROM onshi_consent_owner",
        "DROP TABLE eligibility_published.retention_marks",
        "ALTER TABLE eligibility_published.seals DROP CONSTRAINT seals_check",
        # What was emptied stays so.
        f"ALTER TABLE eligibility_published.seals ADD CONSTRAINT seals_check CHECK ({_LISTS}) NOT VALID",
    ):
        op.execute(statement)
