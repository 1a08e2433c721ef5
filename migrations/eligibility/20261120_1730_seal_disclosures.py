"""Seal the record of checks: batches in commit order, a Merkle root over each, chained and signed (shared/seal).

A seal holds the order and the leaves of its records itself: no row a record more, and the record stays what it was.
All can be added and read, nothing else; that the two tables tell the truth is what the signatures are for.
"""

from alembic import op

revision = "20261120_1730"
down_revision = "20261120_1710"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        # How the sealer finds what is new. Numbers that only grow: each new entry lands on the last page.
        "CREATE INDEX disclosures_to_seal ON eligibility_published.disclosures (listed_in)",
        """CREATE TABLE eligibility_published.checkpoint_keys (
            key_id text PRIMARY KEY,
            public_key_pem text NOT NULL)""",
        """CREATE TABLE eligibility_published.seals (
            sequence bigint PRIMARY KEY CHECK (sequence > 0),
            form integer NOT NULL,
            record_count integer NOT NULL CHECK (record_count > 0),
            total_count bigint NOT NULL,
            merkle_root bytea NOT NULL CHECK (length(merkle_root) = 32),
            previous_hash bytea NOT NULL UNIQUE CHECK (length(previous_hash) = 32),
            through_listed_in xid8 NOT NULL,
            through_check_id uuid NOT NULL,
            sealed_at timestamptz NOT NULL,
            key_id text NOT NULL REFERENCES eligibility_published.checkpoint_keys,
            signature bytea NOT NULL CHECK (length(signature) = 64),
            check_ids uuid[] NOT NULL,
            leaves bytea NOT NULL,
            CHECK (cardinality(check_ids) = record_count AND length(leaves) = 32 * record_count))""",
        # By a record's own number: which seal it stands in.
        """CREATE INDEX seals_by_place ON eligibility_published.seals (through_listed_in, through_check_id)""",
        """GRANT SELECT, INSERT ON eligibility_published.checkpoint_keys, eligibility_published.seals
            TO onshi_eligibility""",
        "GRANT SELECT ON eligibility_published.checkpoint_keys, eligibility_published.seals TO onshi_consent",
    ):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE eligibility_published.seals, eligibility_published.checkpoint_keys")
    op.execute("DROP INDEX eligibility_published.disclosures_to_seal")
