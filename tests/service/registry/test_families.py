"""被扶養者 follow the insured person through losses, corrections and moves (健康保険法3条7項)."""

from typing import Any

import pytest

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, TOWN, RegistryCaller, codes, problem

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
CHILD = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "name": "見本　次郎", "birthdate": "2015-05-05"}
CHILD_COVERAGE = "019a0000-0000-7000-8000-0000000000c2"
CHILD_PATH = f"/v1/coverages/{CHILD_COVERAGE}"
NEW_COVERAGE = "019a0000-0000-7000-8000-0000000000c3"
DEPENDANT = {
    "coverage_id": CHILD_COVERAGE,
    "person_id": CHILD["person_id"],
    "branch": "02",
    "acquired_on": "2024-05-01",
}
ELDERLY = {"insurer_number": "39131016", "name": "見本広域連合", "kind": "elderly"}
FORCES = {"insurer_number": "07130018", "name": "見本部隊", "kind": "self_defence"}
LEFT = {"event": "left_work", "event_on": "2026-03-31"}


async def _family(operator: RegistryCaller) -> None:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    for person in (PERSON, CHILD):
        await operator.make("/v1/persons", person)
    await operator.make("/v1/coverages", COVERAGE)
    await operator.make(PATH + "/dependants", DEPENDANT)


async def _childs(caller: RegistryCaller) -> tuple[str, str | None, str | None]:
    shown = (await caller.get(CHILD_PATH)).json()
    return shown["acquired_on"], shown["lost_on"], shown["loss_reason"]


async def test_a_loss_says_whose_cover_ended_with_it_and_says_it_again(operator: RegistryCaller) -> None:
    await _family(operator)
    lost = await operator.post(PATH + "/loss", LEFT)
    again = await operator.post(PATH + "/loss", LEFT)
    version = (await operator.get(CHILD_PATH)).json()["version"]

    assert lost.json()["dependants"] == [
        {
            "coverage_id": CHILD_COVERAGE,
            "person_id": CHILD["person_id"],
            "branch": "02",
            "acquired_on": "2024-05-01",
            "lost_on": "2026-04-01",
            "loss_reason": "other",
            "version": version,
        }
    ]
    assert again.json() == lost.json()


async def test_a_corrected_loss_ends_dependants_too_and_a_cancelled_cover_cancels_theirs(
    operator: RegistryCaller,
) -> None:
    await _family(operator)
    ended = await operator.post(PATH + "/corrections", {"lost_on": "2026-04-01", "loss_reason": "other"})
    assert [each["lost_on"] for each in ended.json()["dependants"]] == ["2026-04-01"]
    assert await _childs(operator) == ("2024-05-01", "2026-04-01", "other")
    await operator.post(PATH + "/corrections", {"lost_on": "2024-04-01"})
    assert await _childs(operator) == ("2024-05-01", "2024-05-01", "other")
    covered = await operator.get(f"/v1/persons/{CHILD['person_id']}/coverages", as_of="2024-05-01")
    assert covered.json()["items"] == []


async def test_dependants_begin_no_earlier_than_the_insured_person_and_get_their_day_back(
    operator: RegistryCaller,
) -> None:
    await _family(operator)
    await operator.post(PATH + "/corrections", {"acquired_on": "2024-06-01"})
    later = await _childs(operator)
    await operator.post(PATH + "/corrections", {"acquired_on": "2024-07-01"})
    later_still = await _childs(operator)
    await operator.post(PATH + "/corrections", {"acquired_on": "2024-04-01"})

    assert (later, later_still) == (("2024-06-01", None, None), ("2024-07-01", None, None))
    assert await _childs(operator) == ("2024-05-01", None, None)


async def test_a_loss_taken_back_or_put_off_gives_dependants_back_what_it_took(operator: RegistryCaller) -> None:
    await _family(operator)
    await operator.post(PATH + "/loss", LEFT)
    await operator.post(CHILD_PATH + "/corrections", {"branch": "03"})
    await operator.post(PATH + "/corrections", {"lost_on": "2026-05-01"})
    put_off = await _childs(operator)
    taken_back = await operator.post(PATH + "/corrections", {"lost_on": None})
    restored = await _childs(operator)
    await operator.post(PATH + "/corrections", {"lost_on": "2024-04-01"})
    await operator.post(PATH + "/corrections", {"lost_on": None})

    assert put_off == ("2024-05-01", "2026-05-01", "other")
    assert restored == ("2024-05-01", None, None)
    assert [(each["branch"], each["lost_on"]) for each in taken_back.json()["dependants"]] == [("03", None)]
    # Also what had been cancelled with the insured person's cover.
    assert await _childs(operator) == ("2024-05-01", None, None)


async def test_who_lost_by_themselves_does_not_come_back_with_the_insured_person(operator: RegistryCaller) -> None:
    await _family(operator)
    await operator.post(CHILD_PATH + "/loss", {"event": "no_longer_dependant", "event_on": "2025-10-01"})
    await operator.post(PATH + "/loss", LEFT)
    taken_back = await operator.post(PATH + "/corrections", {"lost_on": None})

    assert taken_back.json()["dependants"] == []
    assert await _childs(operator) == ("2024-05-01", "2025-10-01", "other")


async def test_a_dependant_filed_after_the_insured_persons_loss_ends_with_it(operator: RegistryCaller) -> None:
    late = {**DEPENDANT, "coverage_id": NEW_COVERAGE, "branch": "04"}
    await _family(operator)
    await operator.post(CHILD_PATH + "/corrections", {"lost_on": "2024-05-01"})
    await operator.post(PATH + "/loss", LEFT)
    made = await operator.make(PATH + "/dependants", late)
    await operator.post(PATH + "/corrections", {"lost_on": None})
    again = await operator.post(PATH + "/dependants", late)

    assert (made["lost_on"], made["loss_reason"]) == ("2026-04-01", "other")
    # The insured person's loss was a mistake, and the command is still the same one.
    assert (again.status_code, again.json()["lost_on"]) == (200, None)


async def test_a_family_member_is_covered_no_longer_than_the_insured_person_on_record(operator: RegistryCaller) -> None:
    family = {
        **COVERAGE,
        "coverage_id": None,
        "person_id": CHILD["person_id"],
        "branch": "05",
        "relationship": "family",
        "acquired_on": "2025-01-01",
    }
    await _family(operator)
    await operator.post(PATH + "/loss", LEFT)
    early = await operator.post("/v1/coverages", {**family, "acquired_on": "2024-03-31", "lost_on": "2024-04-02"})
    for_ever = await operator.post("/v1/coverages", family)
    restored = await operator.post(CHILD_PATH + "/corrections", {"lost_on": None})
    elsewhere = await operator.post(CHILD_PATH + "/moves", {"moved_on": "2025-01-01", "number": "9"})
    as_filed = await operator.post("/v1/coverages", {**family, "number": "77"})
    within = await operator.post("/v1/coverages", {**family, "lost_on": "2026-04-01"})

    assert codes(early) == [("/acquired_on", "insured-not-covered")]
    assert codes(for_ever) == [("/lost_on", "beyond-the-insured")]
    assert codes(restored) == [("/lost_on", "beyond-the-insured")]
    assert problem(elsewhere) == (409, "already-exists")
    assert (as_filed.status_code, within.status_code) == (201, 201)


async def test_dependants_take_the_insured_persons_corrected_number(operator: RegistryCaller) -> None:
    await _family(operator)
    corrected = await operator.post(PATH + "/corrections", {"symbol": "99", "number": "1"})
    child = (await operator.get(CHILD_PATH)).json()
    alone = await operator.post(CHILD_PATH + "/corrections", {"number": "2"})

    assert [each["coverage_id"] for each in corrected.json()["dependants"]] == [CHILD_COVERAGE]
    assert (child["symbol"], child["number"], child["branch"]) == ("99", "1", "02")
    assert codes(alone) == [("/acquired_on", "insured-not-covered")]


async def test_dependants_move_along_with_the_insured_person(operator: RegistryCaller) -> None:
    move = {"coverage_id": NEW_COVERAGE, "moved_on": "2026-04-01", "symbol": "77", "number": "1", "branch": "00"}
    await _family(operator)
    moved = await operator.post(PATH + "/moves", move)
    again = await operator.post(PATH + "/moves", move)
    ((old, new),) = [
        (await operator.get(f"/v1/persons/{CHILD['person_id']}/coverages")).json()["items"],
    ]
    left = await operator.post(f"/v1/coverages/{NEW_COVERAGE}/loss", {"event": "left_work", "event_on": "2026-09-30"})
    anew = await operator.post(PATH + "/moves", {**move, "coverage_id": None, "number": "3"})

    assert (moved.status_code, again.status_code) == (201, 200)
    assert (old["coverage_id"], old["lost_on"]) == (CHILD_COVERAGE, "2026-04-01")
    assert (new["symbol"], new["number"], new["branch"]) == ("77", "1", "02")
    assert (new["relationship"], new["acquired_on"], new["lost_on"]) == ("family", "2026-04-01", None)
    assert new["insured_name"] == "見本　花子"
    assert [each["coverage_id"] for each in moved.json()["dependants"]] == [new["coverage_id"]]
    assert again.json() == moved.json()
    assert [each["coverage_id"] for each in left.json()["dependants"]] == [new["coverage_id"]]
    assert problem(anew) == (409, "already-exists")


async def test_who_left_before_and_who_is_75_by_then_do_not_move_along(operator: RegistryCaller) -> None:
    mother = {**PERSON, "person_id": None, "name": "見本　梅", "birthdate": "1951-04-01"}
    await _family(operator)
    await operator.post(CHILD_PATH + "/loss", {"event": "no_longer_dependant", "event_on": "2025-10-01"})
    person = await operator.make("/v1/persons", mother)
    hers = {**DEPENDANT, "coverage_id": None, "person_id": person["person_id"], "branch": "03"}
    await operator.make(PATH + "/dependants", hers)
    moved = await operator.post(PATH + "/moves", {"moved_on": "2026-04-01", "number": "1"})
    (ended,) = (await operator.get(f"/v1/persons/{person['person_id']}/coverages")).json()["items"]

    assert moved.json()["dependants"] == []
    assert ended["lost_on"] == "2026-04-01"


@pytest.mark.parametrize("insurer", [ELDERLY, FORCES])
async def test_late_elderly_and_self_defence_cover_know_no_family(
    operator: RegistryCaller, insurer: dict[str, Any]
) -> None:
    family = {**COVERAGE, "insurer_number": insurer["insurer_number"], "relationship": "family", "symbol": None}
    await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", {**PERSON, "birthdate": "1945-01-01" if insurer is ELDERLY else "1985-04-01"})
    answer = await operator.post("/v1/coverages", family)

    assert codes(answer) == [("/relationship", "no-dependants-here")]


async def test_a_household_member_of_national_insurance_is_told_from_its_head(operator: RegistryCaller) -> None:
    of_town = {**COVERAGE, "insurer_number": TOWN["insurer_number"], "relationship": "family"}
    await operator.make("/v1/insurers", TOWN)
    await operator.make("/v1/persons", PERSON)
    made = await operator.make("/v1/coverages", of_town)

    assert made["relationship"] == "family"


async def test_nobody_is_a_dependant_of_themselves(operator: RegistryCaller) -> None:
    themselves = {**DEPENDANT, "coverage_id": None, "person_id": PERSON["person_id"], "branch": "09"}
    raw = {**COVERAGE, "coverage_id": None, "branch": "09", "relationship": "family"}
    await _family(operator)
    answers = [
        await operator.post(PATH + "/dependants", themselves),
        await operator.post("/v1/coverages", raw),
        await operator.post(PATH + "/corrections", {"person_id": CHILD["person_id"]}),
        await operator.post(CHILD_PATH + "/corrections", {"person_id": PERSON["person_id"]}),
    ]
    demoted = await operator.post(PATH + "/corrections", {"relationship": "family"})

    assert [codes(answer) for answer in answers] == [[("/person_id", "own-dependant")]] * 4
    assert codes(demoted) == [("/relationship", "has-dependants")]


async def test_who_has_late_elderly_cover_is_no_dependant_whatever_their_income(operator: RegistryCaller) -> None:
    mother = {**PERSON, "person_id": NEW_COVERAGE, "name": "見本　梅", "birthdate": "1955-04-01"}
    hers = {**COVERAGE, "coverage_id": None, "person_id": NEW_COVERAGE, "insurer_number": "39131016", "symbol": None}
    dependant = {**DEPENDANT, "coverage_id": None, "person_id": NEW_COVERAGE, "branch": "06"}
    circumstances = {"income_yen": 0, "insured_income_yen": 5_000_000}
    await _family(operator)
    await operator.make("/v1/insurers", ELDERLY)
    await operator.make("/v1/persons", mother)
    await operator.make("/v1/coverages", {**hers, "acquired_on": "2024-04-15"})
    untold = await operator.post(PATH + "/dependants", dependant)
    told = await operator.post(PATH + "/dependants", {**dependant, "circumstances": circumstances})

    assert codes(untold) == codes(told) == [("/person_id", "elderly-cover")]
