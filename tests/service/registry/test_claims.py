from typing import Any

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

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
TOWNS = {
    **COVERAGE,
    "coverage_id": "019a0000-0000-7000-8000-0000000000c2",
    "insurer_number": "138123",
    "symbol": None,
    "number": "42",
    "branch": None,
    "acquired_on": "2026-10-16",
}
CLAIM = {"insurer_number": "06123457", "symbol": "12-34", "number": "5678", "branch": "01", "month": "2026-10"}


async def _prepared(operator: RegistryCaller) -> tuple[RegistryCaller, str, str]:
    """A member who changed insurers on 16 October, which was told late. Returns what was known when."""
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/insurers", TOWN)
    await operator.make("/v1/persons", PERSON)
    before = (await operator.make("/v1/coverages", COVERAGE))["recorded_at"]
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-10-15"})
    told = (await operator.make("/v1/coverages", TOWNS))["recorded_at"]
    return await operator.client("review"), before, told


def _ways(answer: Any) -> list[tuple[str, str, str | None, list[tuple[str, str]]]]:
    return [
        (
            each["action"],
            each["reason"],
            each["insurer_number"],
            [(days["first"], days["last"]) for days in each["days"]],
        )
        for each in answer.json()["portions"]
    ]


async def test_a_month_with_a_change_is_split_between_the_insurers(operator: RegistryCaller) -> None:
    review, _, _ = await _prepared(operator)
    answer = await review.post("/v1/claim-routes", {**CLAIM, "claim_reference": "R-1"})

    assert (answer.json()["outcome"], answer.json()["claim_reference"]) == ("split", "R-1")
    assert _ways(answer) == [
        ("keep", "covered", "06123457", [("2026-10-01", "2026-10-15")]),
        ("reroute", "other-cover", "138123", [("2026-10-16", "2026-10-31")]),
    ]
    moved = answer.json()["portions"][1]
    assert (moved["symbol"], moved["number"], moved["branch"]) == (None, "42", None)
    assert moved["reason_ja"] == "他の保険者の資格"


async def test_days_go_to_whom_they_belong_or_stay_where_they_were_valid_when_checked(operator: RegistryCaller) -> None:
    days = {**CLAIM, "month": None, "days": ["2026-10-20", "2026-10-27"]}
    review, before, told = await _prepared(operator)
    moved = await review.post("/v1/claim-routes", days)
    checked = await review.post("/v1/claim-routes", {**days, "checked_at": before})
    checked_late = await review.post("/v1/claim-routes", {**days, "checked_at": told})
    decided_then = await review.post("/v1/claim-routes", {**days, "decided_at": before})
    with_public_expense = await review.post("/v1/claim-routes", {**days, "has_public_expense": True})
    early = {**CLAIM, "month": None, "treated_from": "2023-01-01", "treated_to": "2023-01-02"}
    returned = await review.post("/v1/claim-routes", early)

    two = [("2026-10-20", "2026-10-20"), ("2026-10-27", "2026-10-27")]
    assert (moved.json()["outcome"], _ways(moved)) == ("reroute", [("reroute", "other-cover", "138123", two)])
    assert (checked.json()["outcome"], _ways(checked)) == ("keep", [("keep", "valid-when-checked", "06123457", two)])
    assert checked_late.json()["outcome"] == "reroute"
    assert _ways(decided_then) == [("keep", "covered", "06123457", two)]
    assert _ways(with_public_expense) == [("return", "public-expense", None, two)]
    assert _ways(returned) == [("return", "no-cover", None, [("2023-01-01", "2023-01-02")])]


async def test_claims_before_2022_02_went_by_the_last_issue_whatever_had_been_asked(operator: RegistryCaller) -> None:
    claim = {**CLAIM, "month": "2021-12", "claimed_in": "2022-01"}
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/insurers", TOWN)
    await operator.make("/v1/persons", PERSON)
    before = (await operator.make("/v1/coverages", {**COVERAGE, "acquired_on": "2020-04-01"}))["recorded_at"]
    await operator.make("/v1/coverages", {**TOWNS, "acquired_on": "2021-04-01"})
    review = await operator.client("review")
    answer = await review.post("/v1/claim-routes", {**claim, "checked_at": before})
    since = await review.post("/v1/claim-routes", {**claim, "checked_at": before, "claimed_in": "2022-02"})

    assert _ways(answer) == [("reroute", "newest-issue", "138123", [("2021-12-01", "2021-12-31")])]
    assert _ways(since) == [("keep", "covered", "06123457", [("2021-12-01", "2021-12-31")])]


async def test_treatment_check_and_claim_come_in_that_order_and_none_is_to_come(operator: RegistryCaller) -> None:
    days = {**CLAIM, "month": None}
    to_come = {"checked_at": "2027-01-01T00:00:00+09:00", "decided_at": "2027-01-01T00:00:00+09:00"}
    review, _, _ = await _prepared(operator)
    refused = [
        await review.post("/v1/claim-routes", body)
        for body in (
            {**CLAIM, "claimed_in": "2026-09"},
            {**days, "days": ["2026-11-20", "2026-11-21"]},
            {**days, "treated_from": "2026-11-01", "treated_to": "2026-11-30"},
            {**CLAIM, "month": "2026-12"},
            {**CLAIM, "claimed_in": "2026-12", **to_come},
            {**CLAIM, "checked_on": "2026-11-21"},
        )
    ]
    unreadable = await review.post("/v1/claim-routes", {**CLAIM, "month": "9999-12", "claimed_in": "0000-01"})
    running_month = await review.post("/v1/claim-routes", {**CLAIM, "month": "2026-11", "checked_on": "2026-11-20"})

    assert [codes(answer) for answer in refused] == [
        [("/claimed_in", "before-treatment")],
        [("/days", "in-the-future")],
        [("/treated_to", "in-the-future")],
        [("/month", "in-the-future")],
        [("/claimed_in", "in-the-future"), ("/checked_at", "in-the-future"), ("/decided_at", "in-the-future")],
        [("/checked_on", "in-the-future")],
    ]
    assert pointers(unreadable) == ["/claimed_in", "/month"]
    assert _ways(running_month) == [("reroute", "other-cover", "138123", [("2026-11-01", "2026-11-20")])]


async def test_identifiers_that_name_nobody_or_several_are_returned(operator: RegistryCaller) -> None:
    twin = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "birthdate": "2015-05-05"}
    review, _, _ = await _prepared(operator)
    await operator.make("/v1/persons", twin)
    child = {
        **COVERAGE,
        "coverage_id": None,
        "person_id": twin["person_id"],
        "branch": "02",
        "relationship": "family",
        "lost_on": "2026-10-16",
    }
    await operator.make("/v1/coverages", child)
    claim = {**CLAIM, "month": "2026-09"}
    unknown = await review.post("/v1/claim-routes", {**claim, "number": "9"})
    family = await review.post("/v1/claim-routes", {**claim, "branch": None})
    born = await review.post("/v1/claim-routes", {**claim, "branch": None, "birthdate": "2015-05-05"})

    assert [each["reason"] for each in unknown.json()["portions"]] == ["unknown-identifiers"]
    assert [each["reason"] for each in family.json()["portions"]] == ["ambiguous-identifiers"]
    assert (born.json()["outcome"], born.json()["portions"][0]["branch"]) == ("keep", "02")


async def test_every_contradiction_of_a_claim_is_named_and_only_reviewers_ask(operator: RegistryCaller) -> None:
    review, before, _ = await _prepared(operator)
    contradicted = await review.post(
        "/v1/claim-routes",
        {
            **CLAIM,
            "treated_from": "2026-10-02",
            "treated_to": "2026-10-01",
            "checked_at": before,
            "checked_on": "2026-10-01",
        },
    )
    without_days = await operator.post("/v1/claim-routes", {**CLAIM, "month": None})
    too_long = await review.post(
        "/v1/claim-routes", {**CLAIM, "month": None, "treated_from": "2020-01-01", "treated_to": "2026-10-01"}
    )
    insurer = await operator.insurer()

    assert pointers(contradicted) == ["/checked_on", "/month", "/treated_from", "/treated_to"]
    assert pointers(without_days) == ["/days"]
    assert pointers(too_long) == ["/treated_to"]
    assert problem(await insurer.post("/v1/claim-routes", CLAIM)) == (403, "role-not-allowed")
