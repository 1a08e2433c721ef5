"""4情報の一括突合: the lines of a file, a part in each request."""

from pathlib import Path

import asyncpg

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller, pointers, problem, running_registry
from tests.worlds import TestDatabase

MANY = "/v1/person-matches/bulk"
RIGHT = {"name": "見本花子", "birthdate": "1985-04-01", "sex": "female", "address": "見本区1"}
WRONG = {**RIGHT, "address": "大阪府見本市1"}
TWIN = "019a0000-0000-7000-8000-000000000002"


def items(*lines: dict[str, str]) -> dict[str, list[dict[str, str]]]:
    return {"items": [{**line, "item_reference": f"line-{place}"} for place, line in enumerate(lines, 1)]}


async def test_each_line_is_compared_as_one_is(operator: RegistryCaller, database: TestDatabase) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", {**PERSON, "address": None})
    await operator.make("/v1/coverages", COVERAGE)
    for person_id in (TWIN, "019a0000-0000-7000-8000-000000000003"):
        await operator.make("/v1/persons", {**PERSON, "person_id": person_id, "birthdate": "1990-01-01"})
    town = await operator.client("municipality")
    lines = (
        {**RIGHT, "name_kana": "みほん　はなこ", "insurer_number": "06123457"},
        RIGHT,
        {**RIGHT, "birthdate": "1990-01-01"},
        {**RIGHT, "birthdate": "1991-01-01"},
    )
    answer = await town.post(MANY, items(*lines))
    one_by_one = [(await town.post("/v1/person-matches", line)).json() for line in lines]

    told = answer.json()
    assert (answer.status_code, told["total"], told["found"]) == (200, 4, 1)
    assert told["items"] == [
        {"item_reference": "line-1", "outcome": "one", "person_id": PERSON["person_id"], "error": None},
        {"item_reference": "line-2", "outcome": "none", "person_id": None, "error": None},
        {"item_reference": "line-3", "outcome": "several", "person_id": None, "error": None},
        {"item_reference": "line-4", "outcome": "none", "person_id": None, "error": None},
    ]
    assert [(each["outcome"], each["person_id"]) for each in told["items"]] == [
        (each["outcome"], each["person_id"]) for each in one_by_one
    ]
    reader = await asyncpg.connect(database.admin_url)
    asked = await reader.fetch("SELECT way, outcome FROM registry.person_questions ORDER BY question_id LIMIT 4")
    await reader.close()
    assert sorted(tuple(row) for row in asked) == [
        ("person_match", "found"),
        ("person_match", "none"),
        ("person_match", "none"),
        ("person_match", "several"),
    ]


async def test_a_thousand_lines_are_taken_and_no_more(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    town = await operator.client("municipality")
    told = (await town.post(MANY, items(*[RIGHT] * 1000))).json()
    over = await town.post(MANY, items(*[RIGHT] * 1001))
    none = await town.post(MANY, {"items": []})

    assert (told["total"], told["found"]) == (1000, 1000)
    assert (pointers(over), pointers(none)) == (["/items"], ["/items"])


async def test_lines_behind_the_last_miss_are_not_looked_at(database: TestDatabase, tmp_path: Path) -> None:
    async with running_registry(database, tmp_path, bulk_miss_limit=3, miss_limit=2) as operator:
        await operator.make("/v1/persons", PERSON)
        town = await operator.client("municipality")
        first = (await town.post(MANY, items(WRONG, RIGHT, WRONG, RIGHT))).json()
        second = (await town.post(MANY, items(RIGHT, WRONG, RIGHT, WRONG))).json()
        third = await town.post(MANY, items(RIGHT))
        # One by one there is another budget, which many at once do not spend.
        alone = await town.post("/v1/person-matches", RIGHT)

    assert [each["outcome"] for each in first["items"]] == ["none", "one", "none", "one"]
    assert [(each["outcome"], each["error"]) for each in second["items"]] == [
        ("one", None),
        ("none", None),
        (None, "too-many-misses"),
        (None, "too-many-misses"),
    ]
    assert problem(third) == (429, "too-many-misses")
    assert 3000 < int(third.headers["Retry-After"]) <= 3600
    assert alone.status_code == 200


async def test_what_is_wrong_with_lines_is_named_at_once(operator: RegistryCaller) -> None:
    town = await operator.client("municipality")
    numbered = await town.post(MANY, items(RIGHT, {**RIGHT, "name": "123456789018"}))
    wrong = await town.post(MANY, items({**RIGHT, "sex": "x"}, {**RIGHT, "birthdate": "1"}))

    assert problem(numbered) == (422, "my-number-not-accepted")
    assert pointers(numbered) == ["/items/1/name"]
    assert pointers(wrong) == ["/items/0/sex", "/items/1/birthdate"]
    assert problem(await operator.post(MANY, items(RIGHT))) == (403, "role-not-allowed")
