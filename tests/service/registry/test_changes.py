"""What an insurer changes: loss by event, corrections, moves, dependants, names and addresses; and against whom."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.service.registry.caller import (
    COVERAGE,
    PERSON,
    SOCIETY,
    TOWN,
    RegistryCaller,
    as_listed,
    pointers,
    problem,
    running_registry,
)
from tests.worlds import TestDatabase

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
PERSON_PATH = f"/v1/persons/{PERSON['person_id']}"
CHILD = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "name": "見本　次郎", "birthdate": "2015-05-05"}
CHILD_COVERAGE = "019a0000-0000-7000-8000-0000000000c2"
DEPENDANT = {
    "coverage_id": CHILD_COVERAGE,
    "person_id": CHILD["person_id"],
    "branch": "02",
    "acquired_on": "2024-05-01",
}
NEW_COVERAGE = "019a0000-0000-7000-8000-0000000000c3"
ELDERLY_A = {"insurer_number": "39131016", "name": "見本広域連合　A市", "kind": "elderly"}
ELDERLY_B = {"insurer_number": "39131024", "name": "見本広域連合　B市", "kind": "elderly"}
ELDERLY_FAR = {"insurer_number": "39271014", "name": "遠方広域連合", "kind": "elderly"}


async def _prepared(operator: RegistryCaller) -> Any:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/persons", CHILD)
    return await operator.make("/v1/coverages", COVERAGE)


async def _coverages(caller: RegistryCaller, person_id: str, **query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await caller.get(f"/v1/persons/{person_id}/coverages", **query)).json()["items"]
    return items


@pytest.mark.parametrize(
    ("event", "happened_on", "lost_on", "reason"),
    [
        ("left_work", "2026-03-31", "2026-04-01", "other"),
        ("died", "2026-03-31", "2026-04-01", "death"),
        ("joined_employee_cover", "2026-03-31", "2026-03-31", "other_insurance"),
    ],
)
async def test_the_day_of_loss_follows_from_what_happened(
    operator: RegistryCaller, event: str, happened_on: str, lost_on: str, reason: str
) -> None:
    await _prepared(operator)
    body = {"event": event, "event_on": happened_on}
    lost = (await operator.post(PATH + "/loss", body)).json()
    again = await operator.post(PATH + "/loss", body)
    stated = await operator.post(PATH + "/loss", {"lost_on": lost_on, "loss_reason": reason})

    assert (lost["lost_on"], lost["loss_reason"]) == (lost_on, reason)
    assert (again.status_code, again.json()) == (200, lost)
    assert stated.json() == lost


async def test_what_does_not_end_this_cover_is_refused_and_so_is_half_a_loss(operator: RegistryCaller) -> None:
    await _prepared(operator)
    assistance = await operator.post(PATH + "/loss", {"event": "public_assistance", "event_on": "2026-03-31"})
    nothing = await operator.post(PATH + "/loss", {})
    both = await operator.post(PATH + "/loss", {"event": "died", "lost_on": "2026-04-01", "loss_reason": "death"})

    assert (problem(assistance), pointers(assistance)) == ((422, "request-invalid"), ["/event"])
    assert pointers(nothing) == ["/loss_reason", "/lost_on"]
    assert pointers(both) == ["/event_on", "/loss_reason", "/lost_on"]


async def test_a_correction_supersedes_and_what_was_known_stays(operator: RegistryCaller) -> None:
    made = await _prepared(operator)
    lost = (await operator.post(PATH + "/loss", {"lost_on": "2026-04-01", "loss_reason": "other"})).json()
    corrected = await operator.post(PATH + "/corrections", {"lost_on": "2026-05-01", "branch": "03"})
    again = await operator.post(PATH + "/corrections", {"lost_on": "2026-05-01", "branch": "03"})
    taken_back = await operator.post(PATH + "/corrections", {"lost_on": None})

    assert (corrected.json()["lost_on"], corrected.json()["branch"], corrected.json()["loss_reason"]) == (
        "2026-05-01",
        "03",
        "other",
    )
    assert again.json() == corrected.json()
    assert (taken_back.json()["lost_on"], taken_back.json()["loss_reason"]) == (None, None)
    for version in (made, lost, corrected.json(), taken_back.json()):
        known = await _coverages(operator, PERSON["person_id"], known_at=version["recorded_at"])
        assert known == [as_listed(version)]


async def test_cover_that_never_was_covers_nothing_and_frees_its_number(operator: RegistryCaller) -> None:
    await _prepared(operator)
    cancelled = await operator.post(PATH + "/corrections", {"lost_on": COVERAGE["acquired_on"]})
    others = await operator.post(
        "/v1/coverages", {**COVERAGE, "coverage_id": NEW_COVERAGE, "person_id": CHILD["person_id"]}
    )

    assert cancelled.json()["lost_on"] == "2024-04-01"
    assert await _coverages(operator, PERSON["person_id"], as_of="2024-04-01") == []
    assert others.status_code == 201


async def test_a_number_linked_to_the_wrong_person_is_given_to_the_right_one(operator: RegistryCaller) -> None:
    made = await _prepared(operator)
    moved = (await operator.post(PATH + "/corrections", {"person_id": CHILD["person_id"]})).json()
    unknown = await operator.post(PATH + "/corrections", {"person_id": NEW_COVERAGE})

    assert moved["person_id"] == CHILD["person_id"]
    assert pointers(unknown) == ["/person_id"]
    assert await _coverages(operator, PERSON["person_id"]) == []
    assert await _coverages(operator, PERSON["person_id"], known_at=made["recorded_at"]) == [made]
    assert await _coverages(operator, CHILD["person_id"]) == [as_listed(moved)]


async def test_every_violation_of_a_correction_is_named_at_once(operator: RegistryCaller) -> None:
    await _prepared(operator)
    contradiction = await operator.post(
        PATH + "/corrections",
        {
            "acquired_on": "2026-05-01",
            "lost_on": "2026-04-01",
            "valid_from": "2026-05-02",
            "valid_to": "2026-05-01",
        },
    )
    unread = await operator.post(PATH + "/corrections", {"acquired_on": None, "number": " ", "insurer_number": "1"})
    reasoned = await operator.post(PATH + "/corrections", {"loss_reason": "death"})

    assert pointers(contradiction) == ["/lost_on", "/valid_to"]
    assert pointers(unread) == ["/acquired_on", "/insurer_number", "/number"]
    assert pointers(reasoned) == ["/loss_reason"]


async def test_if_match_keeps_what_somebody_else_wrote_meanwhile(operator: RegistryCaller) -> None:
    await _prepared(operator)
    read = (await operator.get(PATH)).headers["etag"]
    first = await operator.post(PATH + "/corrections", {"branch": "07"}, if_match=read)
    second = await operator.post(PATH + "/corrections", {"branch": "08"}, if_match=read)
    retried = await operator.post(PATH + "/corrections", {"branch": "07"}, if_match=read)
    loss = await operator.post(PATH + "/loss", {"lost_on": "2026-04-01", "loss_reason": "other"}, if_match='W/"x"')
    now = await operator.post(PATH + "/corrections", {"branch": "08"}, if_match=f'"other", {first.headers["etag"]}')
    person = (await operator.get(PERSON_PATH)).headers["etag"]
    renamed = await operator.post(PERSON_PATH + "/changes", {"name": "新　花子"}, if_match=person)
    stale = await operator.post(PERSON_PATH + "/changes", {"name": "別　花子"}, if_match=person)

    assert first.status_code == 200
    assert first.headers["etag"] == f'"{first.json()["version"]}"' != read
    assert problem(second) == (412, "version-mismatch")
    assert (retried.status_code, retried.json()) == (200, first.json())
    assert problem(loss) == (412, "version-mismatch")
    assert (now.status_code, now.json()["branch"]) == (200, "08")
    assert (await operator.post(PATH + "/corrections", {"branch": "09"}, if_match="*")).status_code == 200
    assert (renamed.status_code, renamed.json()["name"]) == (200, "新　花子")
    assert problem(stale) == (412, "version-mismatch")


async def test_preconditions_come_on_several_lines_and_in_lists(operator: RegistryCaller) -> None:
    await _prepared(operator)
    for path in (PATH, PERSON_PATH):
        etag = (await operator.get(path)).headers["etag"]
        for known in ('"*"', '"other"', "*", etag, f"W/{etag}", f'"other", {etag}'):
            answer = await operator.http.get(path, headers={**operator.headers, "If-None-Match": known})
            expected = 200 if known in ('"*"', '"other"') else 304
            assert (answer.status_code, answer.headers["etag"]) == (expected, etag)
            assert bool(answer.content) is (expected == 200)
        unread = await operator.http.get(path, headers={**operator.headers, "If-None-Match": etag.strip('"')})
        assert (problem(unread), pointers(unread)) == ((422, "request-invalid"), ["/header/if-none-match"])

    etag = (await operator.get(PATH)).headers["etag"]
    lines = [*operator.headers.items(), ("If-Match", '"other"'), ("If-Match", etag)]
    changed = await operator.http.post(PATH + "/corrections", json={"branch": "07"}, headers=lines)
    assert changed.status_code == 200
    wrong = await operator.post(PATH + "/corrections", {"branch": "08"}, if_match=etag.strip('"'))
    assert (problem(wrong), pointers(wrong)) == ((422, "request-invalid"), ["/header/if-match"])


async def test_of_conflicting_writers_at_once_one_wins(operator: RegistryCaller) -> None:
    await _prepared(operator)
    read = (await operator.get(PATH)).headers["etag"]
    corrections = await asyncio.gather(
        *(operator.post(PATH + "/corrections", {"branch": f"{number:02}"}, if_match=read) for number in range(10, 18))
    )
    losses = await asyncio.gather(
        *(
            operator.post(PATH + "/loss", {"lost_on": f"2026-04-{day:02}", "loss_reason": "other"})
            for day in range(1, 9)
        )
    )
    moves = await asyncio.gather(
        *(
            operator.post(
                "/v1/coverages", {**COVERAGE, "coverage_id": None, "number": "99", "person_id": person["person_id"]}
            )
            for person in (PERSON, CHILD) * 4
        )
    )

    assert sorted(answer.status_code for answer in corrections) == [200] + [412] * 7
    assert sorted(answer.status_code for answer in losses) == [200] + [409] * 7
    assert sorted(answer.status_code for answer in moves) == [201] + [409] * 7


async def test_families_that_change_at_once_do_not_wait_in_a_circle(operator: RegistryCaller) -> None:
    await _prepared(operator)
    await operator.make(PATH + "/dependants", DEPENDANT)
    twin = await operator.make("/v1/persons", {**PERSON, "person_id": None, "name": "見本　月子"})
    answers = await asyncio.gather(
        *(operator.post(PATH + "/corrections", {"person_id": person["person_id"]}) for person in (twin, PERSON) * 4),
        *(operator.post(f"/v1/coverages/{CHILD_COVERAGE}/corrections", {"branch": f"{n:02}"}) for n in range(20, 28)),
        operator.post(PATH + "/loss", {"lost_on": "2026-04-01", "loss_reason": "other"}),
    )

    assert {answer.status_code for answer in answers} <= {200, 412}


async def test_dependants_join_and_leave_and_lose_with_the_insured(operator: RegistryCaller) -> None:
    await _prepared(operator)
    child = await operator.make(PATH + "/dependants", DEPENDANT)
    again = await operator.post(PATH + "/dependants", DEPENDANT)
    too_early = await operator.post(
        PATH + "/dependants", {**DEPENDANT, "coverage_id": None, "branch": "05", "acquired_on": "2024-03-31"}
    )
    of_a_child = await operator.post(f"/v1/coverages/{CHILD_COVERAGE}/dependants", {**DEPENDANT, "coverage_id": None})
    await operator.post(PATH + "/loss", {"event": "died", "event_on": "2026-03-31"})
    lost = await _coverages(operator, CHILD["person_id"])

    assert (child["relationship"], child["number"], child["branch"], child["insured_name"]) == (
        "family",
        "００５６７８",
        "02",
        "見本　花子",
    )
    assert (again.status_code, again.json()) == (200, child)
    assert pointers(too_early) == ["/acquired_on"]
    assert pointers(of_a_child) == [""]
    assert [(each["lost_on"], each["loss_reason"]) for each in lost] == [("2026-04-01", "other")]


async def test_a_dependant_who_left_before_keeps_their_own_day(operator: RegistryCaller) -> None:
    await _prepared(operator)
    await operator.make(PATH + "/dependants", DEPENDANT)
    left = await operator.post(
        f"/v1/coverages/{CHILD_COVERAGE}/loss", {"event": "no_longer_dependant", "event_on": "2025-10-01"}
    )
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-03-31"})

    assert left.json()["lost_on"] == "2025-10-01"
    assert await _coverages(operator, CHILD["person_id"]) == [as_listed(left.json())]


async def test_a_dependants_circumstances_are_judged_where_they_are_given(operator: RegistryCaller) -> None:
    earning = {"income_yen": 1_400_000, "insured_income_yen": 2_000_000}
    await _prepared(operator)
    refused = await operator.post(PATH + "/dependants", {**DEPENDANT, "circumstances": earning})
    accepted = await operator.post(
        PATH + "/dependants", {**DEPENDANT, "circumstances": {**earning, "income_yen": 900_000}}
    )

    assert [each["code"] for each in refused.json()["errors"]] == ["income-over-limit", "income-over-half"]
    assert accepted.status_code == 201


async def test_a_new_number_begins_on_the_day_on_which_the_old_one_ends(operator: RegistryCaller) -> None:
    move = {"coverage_id": NEW_COVERAGE, "moved_on": "2026-04-01", "symbol": "77", "number": "1", "branch": "00"}
    await _prepared(operator)
    moved = await operator.make(PATH + "/moves", move)
    again = await operator.post(PATH + "/moves", move)
    same_day = await operator.post(f"/v1/coverages/{NEW_COVERAGE}/moves", {**move, "coverage_id": None})
    old, new = await _coverages(operator, PERSON["person_id"])

    assert (old["lost_on"], new["acquired_on"]) == ("2026-04-01", "2026-04-01")
    assert new == as_listed(moved)
    assert (moved["symbol"], moved["number"], moved["branch"], moved["lost_on"]) == ("77", "1", "00", None)
    assert (again.status_code, again.json()) == (200, moved)
    assert pointers(same_day) == ["/moved_on"]


async def test_an_elderly_member_keeps_their_number_when_they_move_within_the_prefecture(
    operator: RegistryCaller,
) -> None:
    old_person = {**PERSON, "birthdate": "1945-01-01"}
    coverage = {
        **COVERAGE,
        "insurer_number": ELDERLY_A["insurer_number"],
        "symbol": None,
        "number": "01234566",
        "branch": None,
        "acquired_on": "2020-01-01",
    }
    for insurer in (ELDERLY_A, ELDERLY_B, ELDERLY_FAR):
        await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", old_person)
    await operator.make("/v1/coverages", coverage)
    union = await operator.client("insurer", insurer_number=ELDERLY_A["insurer_number"])
    far = await union.post(PATH + "/moves", {"moved_on": "2026-04-01", "insurer_number": "39271014"})
    near = await union.make(PATH + "/moves", {"moved_on": "2026-04-01", "insurer_number": "39131024"})

    assert problem(far) == (403, "role-not-allowed")
    assert (near["insurer_number"], near["number"], near["acquired_on"]) == ("39131024", "01234566", "2026-04-01")


async def test_elderly_cover_is_for_nobody_under_65(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", ELDERLY_A)
    await operator.make("/v1/persons", PERSON)
    young = await operator.post("/v1/coverages", {**COVERAGE, "insurer_number": ELDERLY_A["insurer_number"]})
    assert pointers(young) == ["/acquired_on"]


async def test_a_continuation_follows_two_months_of_cover_and_ends_by_its_own_rules(operator: RegistryCaller) -> None:
    path = f"/v1/coverages/{NEW_COVERAGE}"
    continued = {
        **COVERAGE,
        "coverage_id": NEW_COVERAGE,
        "symbol": "990",
        "acquired_on": "2026-04-01",
        "voluntary_continuation": {"applied_on": "2026-04-20"},
    }
    await _prepared(operator)
    too_soon = await operator.post("/v1/coverages", continued)
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-03-31"})
    too_late = await operator.post(
        "/v1/coverages", {**continued, "voluntary_continuation": {"applied_on": "2026-04-21"}}
    )
    too_long = await operator.post("/v1/coverages", {**continued, "lost_on": "2028-04-02"})
    made = await operator.make("/v1/coverages", continued)
    again = await operator.post("/v1/coverages", continued)
    ordinary = await operator.post("/v1/coverages", {**continued, "voluntary_continuation": None})
    left = await operator.post(path + "/loss", {"event": "left_work", "event_on": "2026-06-10"})
    requested = await operator.post(path + "/loss", {"event": "requested", "event_on": "2026-06-10"})

    assert pointers(too_soon) == ["/voluntary_continuation"]
    assert pointers(too_late) == ["/voluntary_continuation/applied_on"]
    assert pointers(too_long) == ["/lost_on"]
    assert made["is_voluntary_continuation"]
    assert (again.status_code, again.json()) == (200, made)
    assert problem(ordinary) == (409, "already-exists")
    assert pointers(left) == ["/event"]
    assert requested.json()["lost_on"] == "2026-07-01"


async def test_a_person_changes_name_and_address_and_the_same_change_again_changes_nothing(
    operator: RegistryCaller,
) -> None:
    change = {"name": "婚後　花子", "address": "大阪府見本市1-1", "postal_code": "5300001", "name_kana": None}
    await _prepared(operator)
    changed = await operator.post(PERSON_PATH + "/changes", change)
    again = await operator.post(PERSON_PATH + "/changes", change)
    wrong = await operator.post(PERSON_PATH + "/changes", {"name": None, "address": "", "person_id": "x"})
    registered_again = await operator.post("/v1/persons", PERSON)

    assert (changed.json()["name"], changed.json()["postal_code"], changed.json()["name_kana"]) == (
        "婚後　花子",
        "530-0001",
        None,
    )
    assert again.json() == changed.json()
    assert pointers(wrong) == ["/address", "/name", "/person_id"]
    assert (registered_again.status_code, registered_again.json()) == (200, changed.json())


async def test_an_insurer_changes_its_own_members_only(operator: RegistryCaller) -> None:
    of_town = {**COVERAGE, "coverage_id": NEW_COVERAGE, "person_id": CHILD["person_id"], "insurer_number": "138123"}
    await _prepared(operator)
    await operator.make("/v1/coverages", of_town)
    insurer = await operator.insurer()
    own = await insurer.post(PERSON_PATH + "/changes", {"address": "東京都見本区二丁目"})
    foreign = await insurer.post(f"/v1/persons/{CHILD['person_id']}/changes", {"address": "x"})
    town_path = f"/v1/coverages/{NEW_COVERAGE}"
    refused = [
        await insurer.post(town_path + "/corrections", {"branch": "09"}),
        await insurer.post(town_path + "/moves", {"moved_on": "2026-01-01"}),
        await insurer.post(town_path + "/dependants", DEPENDANT),
        await insurer.post(PATH + "/moves", {"moved_on": "2026-01-01", "insurer_number": "138123"}),
    ]
    await insurer.post(PATH + "/loss", {"lost_on": "2026-04-01", "loss_reason": "other"})
    former = await insurer.post(PERSON_PATH + "/changes", {"address": "東京都見本区三丁目"})
    unknown = await insurer.post(f"/v1/persons/{NEW_COVERAGE}/changes", {"address": "x"})

    assert own.status_code == 200
    assert problem(foreign) == (404, "resource-not-found")
    assert [problem(answer) for answer in refused[:3]] == [(404, "resource-not-found")] * 3
    assert problem(refused[3]) == (403, "role-not-allowed")
    assert problem(former) == (403, "role-not-allowed")
    assert problem(unknown) == (404, "resource-not-found")


async def test_numbers_are_asked_strictly_where_the_setting_says_so(database: TestDatabase, tmp_path: Path) -> None:
    async with running_registry(database, tmp_path, check_digits="strict") as operator:
        wrong = await operator.post("/v1/insurers", {**SOCIETY, "insurer_number": "06123450"})
        foreign = await operator.post("/v1/insurers", {**SOCIETY, "insurer_number": "06770014"})
        institution = await operator.post(
            "/v1/institutions", {"institution_code": "1322345670", "name": "見本", "role": "institution"}
        )
        right = await operator.post("/v1/insurers", {**SOCIETY, "insurer_number": "06130488"})

        assert [each["code"] for each in wrong.json()["errors"]] == ["check-digit"]
        assert "prefecture" in [each["code"] for each in foreign.json()["errors"]]
        assert "fee-table" in [each["code"] for each in institution.json()["errors"]]
        assert right.status_code == 201
