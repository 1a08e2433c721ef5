"""What is written in the registry names who wrote it, and so does each version before."""

import asyncpg

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller
from tests.worlds import TestDatabase

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"


async def test_every_version_names_its_author(operator: RegistryCaller, database: TestDatabase) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/coverages", COVERAGE)
    insurer = await operator.insurer()
    assert (await insurer.post(f"{PATH}/corrections", {"branch": "03"})).status_code == 200
    assert (await insurer.post(f"/v1/persons/{PERSON['person_id']}/changes", {"address": "x"})).status_code == 200
    admin = await asyncpg.connect(database.admin_url)
    written = {
        table: [
            row[0]
            for row in await admin.fetch(f"SELECT recorded_by FROM registry.{table} ORDER BY recorded_at")  # noqa: S608 - two literals
        ]
        for table in ("coverage_versions", "person_versions")
    }
    await admin.close()

    assert [len(set(authors)) for authors in written.values()] == [2, 2]
    assert written["coverage_versions"][-1] == written["person_versions"][-1]
