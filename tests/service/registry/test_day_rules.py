"""Which days can be meant: bounds, ages, what the law ties to a day, what cannot be told ahead. Today is 2026-11-20."""

from datetime import date
from typing import Any

import asyncpg
import httpx
import pytest

from tests.service.registry.caller import (
    COVERAGE,
    PERSON,
    SOCIETY,
    TOWN,
    RegistryCaller,
    codes,
    pointers,
    problem,
)
from tests.worlds import TestDatabase

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
PERSON_PATH = f"/v1/persons/{PERSON['person_id']}"
CONTINUED = "019a0000-0000-7000-8000-0000000000c3"
CONTINUED_PATH = f"/v1/coverages/{CONTINUED}"
NHI_SOCIETY = {"insurer_number": "133012", "name": "見本国保組合", "kind": "nhi_society"}


async def _prepared(operator: RegistryCaller, **person: str) -> None:
    for insurer in (SOCIETY, TOWN, NHI_SOCIETY):
        await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", {**PERSON, **person})


async def _insured(operator: RegistryCaller, **person: str) -> None:
    await _prepared(operator, **person)
    await operator.make("/v1/coverages", COVERAGE)


async def _continued(operator: RegistryCaller) -> dict[str, Any]:
    """An employee who left on 31 March 2026 and goes on under another symbol until 31 March 2028 at most."""
    await _insured(operator)
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-03-31"})
    body = {
        **COVERAGE,
        "coverage_id": CONTINUED,
        "symbol": "990",
        "acquired_on": "2026-04-01",
        "voluntary_continuation": {"applied_on": "2026-04-20"},
    }
    await operator.make("/v1/coverages", body)
    return body


async def test_days_without_end_are_refused_in_both_languages_and_the_report_stays_readable(
    operator: RegistryCaller,
) -> None:
    await _insured(operator)
    for_ever = await operator.post(PATH + "/loss", {"lost_on": "9999-12-31", "loss_reason": "other"})
    by_event = await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "9999-12-31"})
    too_old = await operator.post("/v1/persons", {**PERSON, "person_id": None, "birthdate": "1867-12-31"})
    report = await operator.get("/v1/reports/late-registrations", registered_to="9999-12-31")

    assert pointers(for_ever) == ["/lost_on"]
    assert for_ever.json()["errors"][0]["message_ja"] == (
        "1868-01-01から2200-12-31までの日付で指定してください（期限がない場合は省略）。"
    )
    assert pointers(by_event) == ["/event_on"]
    assert pointers(too_old) == ["/birthdate"]
    assert pointers(report) == ["/query/registered_to"]


async def test_what_is_stored_without_end_breaks_no_report(operator: RegistryCaller, database: TestDatabase) -> None:
    await _insured(operator)
    await operator.make("/v1/coverages", {**COVERAGE, "coverage_id": CONTINUED, "insurer_number": "138123"})
    admin = await asyncpg.connect(database.admin_url)
    try:
        await admin.execute("UPDATE registry.coverage_versions SET lost_on = $1, loss_reason = 'other'", date.max)
    finally:
        await admin.close()
    late = await operator.get("/v1/reports/late-registrations")
    overlaps = await operator.get("/v1/reports/overlaps")
    shown = await operator.get(PATH)

    assert [each["what"] for each in late.json()["items"]] == ["acquisition", "acquisition"]
    assert [each["is_formal_day"] for each in overlaps.json()["items"]] == [False]
    assert (shown.status_code, shown.json()["lost_on"]) == (200, "9999-12-31")


async def test_nobody_is_registered_before_they_are_born(operator: RegistryCaller) -> None:
    newborn = {**PERSON, "person_id": None, "birthdate": "2026-11-20"}
    await _insured(operator)
    tomorrow = await operator.post("/v1/persons", {**newborn, "birthdate": "2026-11-21"})
    today = await operator.post("/v1/persons", newborn)
    changed = await operator.post(PERSON_PATH + "/changes", {"birthdate": "2026-11-21"})
    after_cover_began = await operator.post(PERSON_PATH + "/changes", {"birthdate": "2024-04-02"})
    on_that_day = await operator.post(PERSON_PATH + "/changes", {"birthdate": "2024-04-01"})

    assert codes(tomorrow) == codes(changed) == [("/birthdate", "in-the-future")]
    assert codes(after_cover_began) == [("/birthdate", "after-acquisition")]
    assert (today.status_code, on_that_day.status_code) == (201, 200)


@pytest.mark.parametrize("insurer", [SOCIETY, TOWN, NHI_SOCIETY])
async def test_from_the_75th_birthday_on_nobody_acquires_other_cover(
    operator: RegistryCaller, insurer: dict[str, str]
) -> None:
    cover = {**COVERAGE, "insurer_number": insurer["insurer_number"]}
    await _prepared(operator, birthdate="1950-04-01")
    late = await operator.post("/v1/coverages", {**cover, "acquired_on": "2025-04-01"})
    before = await operator.make("/v1/coverages", {**cover, "acquired_on": "2025-03-31"})
    corrected = await operator.post(PATH + "/corrections", {"acquired_on": "2025-04-01"})
    branch = await operator.post(PATH + "/corrections", {"branch": "07"})
    unborn = await operator.post("/v1/coverages", {**cover, "coverage_id": None, "acquired_on": "1950-03-31"})

    assert codes(late) == codes(corrected) == [("/acquired_on", "too-old")]
    assert (before["acquired_on"], branch.status_code) == ("2025-03-31", 200)
    assert codes(unborn) == [("/acquired_on", "before-birth")]


async def test_dependants_too_are_born_and_not_yet_75(operator: RegistryCaller) -> None:
    await _insured(operator)
    found = []
    for birthdate, acquired_on in (("2025-06-01", "2025-05-31"), ("1949-06-01", "2024-06-01")):
        person = await operator.make("/v1/persons", {**PERSON, "person_id": None, "birthdate": birthdate})
        body = {"person_id": person["person_id"], "branch": "02", "acquired_on": acquired_on}
        found += codes(await operator.post(PATH + "/dependants", body))

    assert found == [("/acquired_on", "before-birth"), ("/acquired_on", "too-old")]


async def test_unknown_references_and_broken_rules_are_named_at_once(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    answer = await operator.post("/v1/coverages", {**COVERAGE, "acquired_on": "1985-03-31"})

    assert codes(answer) == [("/insurer_number", "unknown"), ("/acquired_on", "before-birth")]


async def test_reaching_75_is_of_the_75th_birthday_and_a_disability_of_65_to_74(operator: RegistryCaller) -> None:
    await _insured(operator, birthdate="1951-12-01")
    refused = [
        await operator.post(PATH + "/loss", {"event": event, "event_on": on})
        for event, on in (
            ("reached_75", "2026-11-30"),
            ("reached_75", "2026-12-02"),
            ("disability_certified", "2016-11-30"),
            ("disability_certified", "2026-12-01"),
        )
    ]
    lost = await operator.post(PATH + "/loss", {"event": "reached_75", "event_on": "2026-12-01"})

    assert [codes(answer) for answer in refused] == [
        [("/event_on", "not-the-75th-birthday")],
        [("/event_on", "not-the-75th-birthday")],
        [("/event_on", "not-65-to-74")],
        [("/event_on", "not-65-to-74")],
    ]
    assert (lost.json()["lost_on"], lost.json()["loss_reason"]) == ("2026-12-01", "other_insurance")


async def test_no_death_is_told_ahead_other_losses_three_years_at_most(operator: RegistryCaller) -> None:
    await _insured(operator)
    refused = [
        await operator.post(PATH + "/loss", body)
        for body in (
            {"event": "died", "event_on": "2026-11-21"},
            {"lost_on": "2026-11-22", "loss_reason": "death"},
            {"event": "left_work", "event_on": "2029-11-21"},
            {"event": "left_work", "event_on": "2024-03-30"},
        )
    ]
    corrected = await operator.post(PATH + "/corrections", {"lost_on": "2026-11-22", "loss_reason": "death"})
    registered = await operator.post(
        "/v1/coverages", {**COVERAGE, "coverage_id": None, "branch": "08", "lost_on": "2029-11-22"}
    )
    died = await operator.post(PATH + "/loss", {"event": "died", "event_on": "2026-11-20"})

    assert [codes(answer) for answer in refused] == [
        [("/event_on", "in-the-future")],
        [("/lost_on", "in-the-future")],
        [("/event_on", "too-far-ahead")],
        [("/event_on", "before-acquisition")],
    ]
    assert codes(corrected) == [("/lost_on", "in-the-future")]
    assert codes(registered) == [("/lost_on", "too-far-ahead")]
    assert died.json()["lost_on"] == "2026-11-21"


async def test_seamens_cover_ends_employees_cover_the_day_after_and_a_dependants_the_same_day(
    operator: RegistryCaller,
) -> None:
    joined = {"event": "joined_seamens_cover", "event_on": "2026-03-31"}
    child = {**PERSON, "person_id": CONTINUED, "birthdate": "2006-05-05"}
    await _insured(operator)
    await operator.make("/v1/persons", child)
    dependant = await operator.make(
        PATH + "/dependants", {"person_id": CONTINUED, "branch": "02", "acquired_on": "2024-04-01"}
    )
    childs = await operator.post(f"/v1/coverages/{dependant['coverage_id']}/loss", joined)
    own = await operator.post(PATH + "/loss", joined)

    assert (childs.json()["lost_on"], own.json()["lost_on"]) == ("2026-03-31", "2026-04-01")


@pytest.mark.parametrize("event", ["joined_municipal_nhi", "joined_nhi_society"])
async def test_who_leaves_a_society_for_other_national_cover_loses_on_the_same_day(
    operator: RegistryCaller, event: str
) -> None:
    await _prepared(operator)
    await operator.make("/v1/coverages", {**COVERAGE, "insurer_number": NHI_SOCIETY["insurer_number"]})
    lost = await operator.post(PATH + "/loss", {"event": event, "event_on": "2026-03-31"})

    assert (lost.json()["lost_on"], lost.json()["loss_reason"]) == ("2026-03-31", "other_insurance")


async def test_a_continuation_is_applied_for_from_the_loss_on(operator: RegistryCaller) -> None:
    body = await _continued(operator)
    early = {**body, "coverage_id": None, "voluntary_continuation": {"applied_on": "2026-03-31"}}
    answer = await operator.post("/v1/coverages", early)

    assert codes(answer) == [("/voluntary_continuation/applied_on", "applied-too-early")]


async def test_a_continuations_term_is_over_on_the_last_day_of_two_years_and_not_later(
    operator: RegistryCaller,
) -> None:
    await _continued(operator)
    other_day = await operator.post(CONTINUED_PATH + "/loss", {"event": "term_over", "event_on": "2028-03-30"})
    too_late = await operator.post(CONTINUED_PATH + "/loss", {"lost_on": "2028-04-02", "loss_reason": "other"})
    unpaid = await operator.post(CONTINUED_PATH + "/loss", {"event": "premium_unpaid", "event_on": "2028-04-10"})
    corrected = await operator.post(CONTINUED_PATH + "/corrections", {"lost_on": "2028-04-02"})
    over = await operator.post(CONTINUED_PATH + "/loss", {"event": "term_over", "event_on": "2028-03-31"})

    assert codes(other_day) == [("/event_on", "not-the-end-of-the-term")]
    assert codes(too_late) == codes(corrected) == [("/lost_on", "term-over")]
    assert codes(unpaid) == [("/event_on", "term-over")]
    assert over.json()["lost_on"] == "2028-04-01"


async def test_a_corrected_continuation_is_judged_again(operator: RegistryCaller) -> None:
    await _continued(operator)
    moved = await operator.post(CONTINUED_PATH + "/corrections", {"acquired_on": "2026-04-02"})
    branch = await operator.post(CONTINUED_PATH + "/corrections", {"branch": "07"})
    cancelled = await operator.post(CONTINUED_PATH + "/corrections", {"lost_on": "2026-04-01"})

    assert codes(moved) == [("/acquired_on", "no-prior-cover")]
    assert (branch.status_code, cancelled.json()["lost_on"]) == (200, "2026-04-01")


async def test_an_insurer_accepts_a_late_application_and_it_is_on_record(operator: RegistryCaller) -> None:
    await _insured(operator)
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-03-31"})

    async def apply(applied_on: str, **more: bool) -> httpx.Response:
        application = {"applied_on": applied_on, **more}
        days = {"acquired_on": "2026-04-01", "voluntary_continuation": application}
        return await operator.post("/v1/coverages", {**COVERAGE, "coverage_id": CONTINUED, "symbol": "990", **days})

    late, needless = await apply("2026-05-11"), await apply("2026-04-20", accepted_late=True)
    accepted = await apply("2026-05-11", accepted_late=True)
    again, otherwise = await apply("2026-05-11", accepted_late=True), await apply("2026-04-20")
    branch = await operator.post(CONTINUED_PATH + "/corrections", {"branch": "07"})
    moved = await operator.make(CONTINUED_PATH + "/moves", {"moved_on": "2026-10-01", "symbol": "991"})

    assert codes(late) == [("/voluntary_continuation/applied_on", "applied-too-late")]
    assert codes(needless) == [("/voluntary_continuation/accepted_late", "not-late")]
    assert (accepted.status_code, accepted.json()["continuation_accepted_late"]) == (201, True)
    assert (again.status_code, problem(otherwise)) == (200, (409, "already-exists"))
    assert branch.json()["continuation_accepted_late"]
    assert moved["continuation_accepted_late"]


async def test_a_continuation_that_moves_stays_one_and_its_two_years_go_on(operator: RegistryCaller) -> None:
    await _continued(operator)
    late = await operator.post(CONTINUED_PATH + "/moves", {"moved_on": "2028-04-01", "symbol": "991"})
    moved = await operator.make(CONTINUED_PATH + "/moves", {"moved_on": "2026-10-01", "symbol": "991"})
    path = f"/v1/coverages/{moved['coverage_id']}/loss"
    two_years_on = await operator.post(path, {"event": "term_over", "event_on": "2028-09-30"})
    over = await operator.post(path, {"event": "term_over", "event_on": "2028-03-31"})

    assert codes(late) == [("/moved_on", "term-over")]
    assert moved["is_voluntary_continuation"]
    assert codes(two_years_on) == [("/event_on", "not-the-end-of-the-term")]
    assert over.json()["lost_on"] == "2028-04-01"


async def test_nobody_asks_what_will_be_known(operator: RegistryCaller) -> None:
    await _insured(operator)
    answer = await operator.get(PERSON_PATH + "/coverages", known_at="2027-01-01T00:00:00+09:00")

    assert problem(answer) == (422, "request-invalid")
    assert codes(answer) == [("/query/known_at", "in-the-future")]
