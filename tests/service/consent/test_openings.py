"""Openings: an operator lets institutions read without a card, where and while it is needed, and takes it back."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.domain.roles import Role
from tests import builders
from tests.service.consent.office import Office
from tests.worlds import CLOCK

IDENTIFIERS = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}


def body(**more: Any) -> dict[str, Any]:
    ends_at = (CLOCK.now() + timedelta(days=7)).isoformat()
    return {"purpose": "DISASTER_READ", "institution_codes": ["9910000018"], "ends_at": ends_at, **more}


async def disaster_check(office: Office, **caller: Any) -> tuple[str, str | None]:
    answer = await office.clinic.check({"insured": IDENTIFIERS, "purpose": "DISASTER_READ"}, **caller)
    document = answer.json()
    return document["outcome"], document["refusal"] and document["refusal"]["code"]


async def test_reading_is_open_where_and_while_it_was_opened(office: Office) -> None:
    await office.publish_institution()
    await office.clinic.publish(builders.person())
    before = await disaster_check(office)

    opening = await office.as_operator("/v1/openings", body())
    during = await disaster_check(office)
    elsewhere = await disaster_check(office, institution="9910000026")
    closed = await office.as_operator(f"/v1/openings/{opening.json()['opening_id']}/closure", {})
    after = await disaster_check(office)

    assert opening.status_code == 201, opening.text
    assert (opening.json()["is_open"], closed.json()["is_open"]) == (True, False)
    assert before == ("refused", "purpose-not-opened")
    assert during == ("answered", None)
    assert elsewhere == ("refused", "purpose-not-opened")
    assert after == ("refused", "purpose-not-opened")


async def test_medical_data_is_read_without_consent_only_while_it_is_open(office: Office) -> None:
    await office.publish_institution()
    await office.clinic.publish(builders.person())
    opening = (await office.as_operator("/v1/openings", body())).json()
    answer = (await office.clinic.check({"insured": IDENTIFIERS, "purpose": "DISASTER_READ"})).json()

    async def read() -> httpx.Response:
        path = f"/v1/medical-records/{answer['check_id']}/medication"
        return await office.clinic.http.get(path, headers=office.clinic.headers())

    again = await office.clinic.http.get(f"/v1/checks/{answer['check_id']}", headers=office.clinic.headers())
    during = await read()
    await office.as_operator(f"/v1/openings/{opening['opening_id']}/closure", {})
    after = await read()

    assert answer["results"][0]["consents"]["medication"]["state"] == "unobtainable"
    assert again.json()["results"] == answer["results"]
    assert during.status_code == 200
    assert (after.status_code, after.json()["type"]) == (403, "urn:onshi:problem:consent-expired")


async def test_one_that_begins_later_is_not_open_yet(office: Office) -> None:
    await office.publish_institution()
    await office.clinic.publish(builders.person())

    opening = await office.as_operator("/v1/openings", body(opened_at=(CLOCK.now() + timedelta(hours=1)).isoformat()))

    assert opening.json()["is_open"] is False
    assert await disaster_check(office) == ("refused", "purpose-not-opened")


async def test_a_prefecture_stands_for_the_institutions_there(office: Office) -> None:
    await office.publish_institution()
    await office.publish_institution("9910000026", "模擬第二医院")
    await office.publish_institution("1310000017", "模擬他県医院")

    request = {name: value for name, value in body(prefecture="99").items() if name != "institution_codes"}
    opening = await office.as_operator("/v1/openings", request)

    assert opening.json()["institution_codes"] == ["9910000018", "9910000026"]
    listed = await office.get("/v1/openings", role=Role.OPERATOR, institution=None)
    assert [item["prefecture"] for item in listed.json()["items"]] == ["99"]


async def test_closing_again_changes_nothing(office: Office) -> None:
    await office.publish_institution()
    opening = (await office.as_operator("/v1/openings", body())).json()
    path = f"/v1/openings/{opening['opening_id']}/closure"

    first, second = await office.as_operator(path, {}), await office.as_operator(path, {})

    assert first.json() == second.json()
    missing = await office.as_operator("/v1/openings/019e2f6a-7c00-7000-8000-00000000002a/closure", {})
    assert missing.status_code == 404


def codes(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["pointer"] for error in answer.json()["errors"]]


async def test_what_cannot_be_meant_is_refused(office: Office) -> None:
    assert codes(await office.as_operator("/v1/openings", body())) == ["/institution_codes/0"]
    await office.publish_institution()
    yesterday = (CLOCK.now() - timedelta(days=1)).isoformat()
    assert codes(await office.as_operator("/v1/openings", body(ends_at=yesterday))) == ["/ends_at"]
    assert codes(await office.as_operator("/v1/openings", body(purpose="CARE_VISIT"))) == [""]
    assert codes(await office.as_operator("/v1/openings", body(prefecture="99"))) == [""]


@pytest.mark.parametrize("role", [Role.INSTITUTION, Role.SERVICE, Role.INSURER])
async def test_only_the_operator_opens(office: Office, role: Role) -> None:
    answer = await office.post("/v1/openings", body(), role=role)
    assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed"
