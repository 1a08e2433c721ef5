"""Keep for each person and institution what a check asks of the earlier ones, so that none reads through them.

``last_checks`` is the latest check that could have shown a limit, and when the last answered check by card was. What
derives an old answer again needs the one before it: the same records, by an index of their own. Lists by person and by
institution go by ``check_id``, which sorts by time.
"""

from alembic import op

revision = "20261129_1010"
down_revision = "20261129_1000"
branch_labels = None
depends_on = None

_TABLE = "eligibility_published.disclosures"
_DROP_BY_PERSON = "DROP INDEX eligibility_published.disclosures_by_person"
_BY_PERSON = f"CREATE INDEX disclosures_by_person ON {_TABLE} "


def upgrade() -> None:
    for statement in (
        # Its rows change with every check by card: room on the page keeps the change on it, and the index as it is.
        """CREATE TABLE eligibility.last_checks (
            person_id uuid NOT NULL,
            institution_code text NOT NULL,
            checked_at timestamptz NOT NULL,
            check_id uuid NOT NULL,
            as_of date NOT NULL,
            registry_version uuid,
            card_checked_at timestamptz,
            PRIMARY KEY (person_id, institution_code)) WITH (fillfactor = 70)""",
        """GRANT SELECT, INSERT, UPDATE (checked_at, check_id, as_of, registry_version, card_checked_at)
            ON eligibility.last_checks TO onshi_eligibility""",
        # services/eligibility/checks/store/last_checks.py asks with the same words.
        f"""CREATE INDEX disclosures_that_show_limits ON {_TABLE} (person_id, institution_code, checked_at)
            WHERE outcome = 'answered' AND rederived_from IS NULL
              AND (method IN ('my_number_card', 'recheck') OR 'limit_certificate' = ANY (chosen_consents))""",
        _DROP_BY_PERSON,
        _BY_PERSON + "(person_id, check_id)",
        f"CREATE INDEX disclosures_by_institution ON {_TABLE} (institution_code, check_id)",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP INDEX eligibility_published.disclosures_by_institution",
        _DROP_BY_PERSON,
        _BY_PERSON + "(person_id, institution_code, checked_at)",
        "DROP INDEX eligibility_published.disclosures_that_show_limits",
        "DROP TABLE eligibility.last_checks",
    ):
        op.execute(statement)
