"""Walk versions of coverages in the order in which reports page: by person, and as recorded; of one insurer too.

What counts an insurer's members goes by person as well.
"""

from alembic import op

revision = "20261130_1720"
down_revision = "20261130_1710"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in (
        "DROP INDEX registry.coverage_versions_by_person, registry.coverage_versions_by_recording",
        "CREATE INDEX coverage_versions_by_person ON registry.coverage_versions (person_id, coverage_id)",
        "CREATE INDEX coverage_versions_by_recording ON registry.coverage_versions (recorded_at, version_id)",
        """CREATE INDEX coverage_versions_of_insurer_by_person ON registry.coverage_versions
            (insurer_number, person_id, coverage_id) WHERE superseded_at = 'infinity'""",
        """CREATE INDEX coverage_versions_of_insurer_by_recording ON registry.coverage_versions
            (insurer_number, recorded_at, version_id)""",
    ):
        op.execute(statement)


def downgrade() -> None:
    for statement in (
        "DROP INDEX registry.coverage_versions_of_insurer_by_person",
        "DROP INDEX registry.coverage_versions_of_insurer_by_recording",
        "DROP INDEX registry.coverage_versions_by_person, registry.coverage_versions_by_recording",
        "CREATE INDEX coverage_versions_by_person ON registry.coverage_versions (person_id)",
        "CREATE INDEX coverage_versions_by_recording ON registry.coverage_versions (recorded_at)",
    ):
        op.execute(statement)
