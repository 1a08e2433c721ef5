import csv
import io
from typing import Any

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, TOWN, RegistryCaller, pointers, problem

WELFARE = {"insurer_number": "12131015", "name": "見本福祉事務所", "kind": "public_assistance"}
SECOND = "019a0000-0000-7000-8000-0000000000c2"
THIRD = "019a0000-0000-7000-8000-0000000000c3"


async def _prepared(operator: RegistryCaller) -> None:
    for insurer in (SOCIETY, {**TOWN, "name": "=見本市"}, WELFARE):
        await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/coverages", {**COVERAGE, "acquired_on": "2026-11-18"})


def _of_town(**more: Any) -> dict[str, Any]:
    return {**COVERAGE, "coverage_id": SECOND, "insurer_number": "138123", "acquired_on": "2020-04-01", **more}


async def _items(caller: RegistryCaller, report: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await caller.get(f"/v1/reports/{report}", **query)).json()["items"]
    return items


async def test_double_cover_is_reported_with_the_days_that_are_shared(operator: RegistryCaller) -> None:
    await _prepared(operator)
    assert await _items(operator, "overlaps") == []
    await operator.make("/v1/coverages", _of_town())
    assisted = {"coverage_id": THIRD, "insurer_number": "12131015", "card_kind": "medical_assistance"}
    await operator.make("/v1/coverages", _of_town(**assisted))
    (open_end,) = await _items(operator, "overlaps")
    await operator.post(f"/v1/coverages/{SECOND}/loss", {"event": "joined_employee_cover", "event_on": "2026-11-18"})
    (formal,) = await _items(operator, "overlaps")
    await operator.post(f"/v1/coverages/{SECOND}/corrections", {"lost_on": "2026-11-20"})
    (two_days,) = await _items(operator, "overlaps")
    await operator.post(f"/v1/coverages/{SECOND}/corrections", {"lost_on": "2026-11-18"})
    assert await _items(operator, "overlaps") == []

    assert open_end == {
        "person_id": PERSON["person_id"],
        "first_coverage_id": COVERAGE["coverage_id"],
        "first_insurer_number": "06123457",
        "first_insurer_name": "見本健康保険組合",
        "second_coverage_id": SECOND,
        "second_insurer_number": "138123",
        "second_insurer_name": "=見本市",
        "shared_from": "2026-11-18",
        "shared_to": None,
        "is_formal_day": False,
    }
    assert (formal["shared_to"], formal["is_formal_day"]) == ("2026-11-18", True)
    assert (two_days["shared_to"], two_days["is_formal_day"]) == ("2026-11-19", False)


async def test_late_acquisitions_and_losses_are_reported(operator: RegistryCaller) -> None:
    await _prepared(operator)
    assert await _items(operator, "late-registrations") == []
    await operator.make("/v1/coverages", _of_town(acquired_on="2026-11-14"))
    await operator.post(f"/v1/coverages/{SECOND}/loss", {"lost_on": "2026-11-14", "loss_reason": "other"})
    await operator.post(f"/v1/coverages/{SECOND}/corrections", {"branch": "09"})
    late = await _items(operator, "late-registrations")
    day = late[0]["registered_on"]

    assert [(each["what"], each["effective_on"], each["days_late"]) for each in late] == [
        ("acquisition", "2026-11-14", 6),
        ("loss", "2026-11-14", 6),
    ]
    assert await _items(operator, "late-registrations", days=6) == []
    assert await _items(operator, "late-registrations", registered_from=day, registered_to=day) == late
    assert await _items(operator, "late-registrations", registered_to="2026-11-01") == []
    first = (await operator.get("/v1/reports/late-registrations", limit=1)).json()
    second = (await operator.get("/v1/reports/late-registrations", limit=1, cursor=first["next_cursor"])).json()
    assert (first["items"] + second["items"], second["next_cursor"]) == (late, None)


async def test_members_without_a_registered_card_are_reported(operator: RegistryCaller) -> None:
    card = {"authority_key_id": "aa", "serial_number": "01", "channel": "portal", "person_id": PERSON["person_id"]}
    await _prepared(operator)
    (member,) = await _items(operator, "unregistered-members")
    before = await _items(operator, "unregistered-members", as_of="2026-11-17")
    registration = await operator.make("/v1/card-registrations", card)
    registered = await _items(operator, "unregistered-members")
    await operator.post(f"/v1/card-registrations/{registration['registration_id']}/end", {})
    ended = await _items(operator, "unregistered-members")

    assert (member["person_id"], member["insurer_number"]) == (PERSON["person_id"], "06123457")
    assert (before, registered, ended) == ([], [], [member])


async def test_an_insurer_sees_what_concerns_itself(operator: RegistryCaller) -> None:
    other = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002"}
    await _prepared(operator)
    await operator.make("/v1/coverages", _of_town())
    await operator.make("/v1/persons", other)
    for number in ("1", "2"):
        await operator.make(
            "/v1/coverages", _of_town(coverage_id=None, person_id=other["person_id"], branch=None, number=number)
        )
    insurer = await operator.insurer()

    assert len(await _items(operator, "overlaps")) == 2
    assert [each["first_coverage_id"] for each in await _items(insurer, "overlaps")] == [COVERAGE["coverage_id"]]
    assert len(await _items(operator, "late-registrations")) == 3
    assert await _items(insurer, "late-registrations") == []
    assert [each["insurer_number"] for each in await _items(insurer, "unregistered-members")] == ["06123457"]
    review = await operator.client("review")
    assert problem(await review.get("/v1/reports/overlaps")) == (403, "role-not-allowed")
    assert pointers(await operator.get("/v1/reports/overlaps", cursor="x", limit=0)) == [
        "/query/cursor",
        "/query/limit",
    ]


async def test_reports_come_as_csv_too(operator: RegistryCaller) -> None:
    await _prepared(operator)
    await operator.make("/v1/coverages", _of_town())
    by_query = await operator.get("/v1/reports/overlaps", format="csv")
    by_header = await operator.http.get(
        "/v1/reports/overlaps", headers={**operator.headers, "Accept": "text/csv"}, params={"limit": 1}
    )
    wins = await operator.http.get(
        "/v1/reports/overlaps", headers={**operator.headers, "Accept": "text/csv"}, params={"format": "json"}
    )

    assert by_query.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert by_header.text == by_query.text
    assert wins.headers["content-type"] == "application/json"
    # Excel in Japan reads UTF-8 by this mark.
    assert by_query.content.startswith(b"\xef\xbb\xbf")
    header, row = csv.reader(io.StringIO(by_query.content.decode("utf-8-sig")))
    shown = dict(zip(header, row, strict=True))
    assert shown["second_insurer_name"] == "'=見本市"
    assert (shown["shared_from"], shown["shared_to"], shown["is_formal_day"]) == ("2026-11-18", "", "false")


async def test_a_cursor_of_another_list_is_refused(operator: RegistryCaller) -> None:
    for report in ("overlaps", "late-registrations", "unregistered-members"):
        answer = await operator.get(f"/v1/reports/{report}", cursor="MDYxMjM0NTc=")
        assert problem(answer) == (422, "request-invalid")
