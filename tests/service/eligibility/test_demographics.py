"""氏名等による照会: neither card nor number, only in an emergency or where reading is opened."""

from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.worlds import CLOCK, TestDatabase

WHO = {
    "name": "模擬 花子",
    "name_kana": "モギハナコ",
    "birthdate": "1985-04-12",
    "sex": "female",
    "address": "模擬県仮想市一丁目１番１号",
}


async def ask(clinic: Clinic, purpose: str = "EMERGENCY", who: dict[str, Any] | None = None, **caller: Any) -> Any:
    return await clinic.check({"demographics": who or WHO, "purpose": purpose}, **caller)


@pytest.fixture
async def clinic(clinic: Clinic) -> Clinic:
    """A clinic with the emergency authority (救急医療管理権限)."""
    await clinic.open_to("EMERGENCY")
    return clinic


async def test_in_an_emergency_the_patient_is_found_however_it_is_written(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    answer = (await ask(clinic)).json()
    assert (answer["method"], answer["validity"]) == ("demographics", "valid")
    assert answer["results"][0]["number"] == "1024"
    assert answer["results"][0]["consents"]["medication"]["state"] == "unobtainable"
    path = f"/v1/medical-records/{answer['check_id']}/medication"
    assert (await clinic.http.get(path, headers=clinic.headers())).status_code == 200
    again = await clinic.http.get(f"/v1/checks/{answer['check_id']}", headers=clinic.headers())
    assert again.json() == answer
    assert [notice["code"] for notice in answer["notices"]] == ["emergency-access"]


async def test_without_the_authority_nobody_is_looked_up(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    answer = (await ask(clinic, institution="9910000026")).json()
    assert (answer["outcome"], answer["refusal"]["code"]) == ("refused", "purpose-needs-emergency-authority")
    (record,) = await clinic.records()
    assert (record["person_id"], record["code"]) == (None, "purpose-needs-emergency-authority")


async def test_when_the_authority_ends_the_window_closes_and_the_answer_says_so(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    check_id = (await ask(clinic)).json()["check_id"]
    await clinic.admin.execute("UPDATE consent_published.openings SET known_to = $1", CLOCK.now())

    read = await clinic.http.get(f"/v1/medical-records/{check_id}/medication", headers=clinic.headers())
    again = (await clinic.http.get(f"/v1/checks/{check_id}", headers=clinic.headers())).json()

    assert (read.status_code, read.json()["type"]) == (403, "urn:onshi:problem:consent-expired")
    assert again["results"][0]["consents"]["medication"]["state"] == "expired"
    assert again["notices"] == []


@pytest.mark.parametrize(
    "other",
    [
        {"name": "模擬 桃子"},
        {"name_kana": "モギモモコ"},
        {"birthdate": "1985-04-13"},
        {"sex": "male"},
        {"address": "模擬県仮想市二丁目1番1号"},
    ],
)
async def test_what_fits_in_part_is_nobody(clinic: Clinic, other: dict[str, str]) -> None:
    await clinic.publish(builders.person())
    answer = (await ask(clinic, who={**WHO, **other})).json()
    assert (answer["validity"], answer["results"]) == ("not_found", [])


@pytest.mark.parametrize(
    ("record", "asked", "codes"),
    [
        ({"address": None}, {}, {"address-not-compared"}),
        ({"name_kana": None}, {}, {"kana-not-compared"}),
        (
            {"name": "\ue000　花子"},
            {"name": "榊木　花子"},
            {"name-not-compared-in-full", "name-has-substitute-characters"},
        ),
    ],
)
async def test_what_the_record_lacks_makes_nobody_unfindable_where_the_insurer_is_asked(
    clinic: Clinic, record: dict[str, Any], asked: dict[str, str], codes: set[str]
) -> None:
    await clinic.publish(builders.person(**record))
    alone = (await ask(clinic, who={**WHO, **asked, "name_kana": "モギモモコ"})).json()
    found = (await ask(clinic, who={**WHO, **asked, "insurer_number": "０２９９９９１８"})).json()
    other = (await ask(clinic, who={**WHO, **asked, "insurer_number": "06123457"})).json()
    again = (await clinic.http.get(f"/v1/checks/{found['check_id']}", headers=clinic.headers())).json()

    assert (alone["validity"], other["validity"]) == ("not_found", "not_found")
    assert found["validity"] == "valid"
    assert codes < {notice["code"] for notice in found["notices"]}
    assert again == found
    assert not {"\ue000"} & set(str(found))


async def test_an_insurer_that_cannot_be_one_is_refused_with_its_field(clinic: Clinic) -> None:
    wrong = await ask(clinic, who={**WHO, "insurer_number": "1.23E+07"})
    number = await ask(clinic, who={**WHO, "insurer_number": "123456789018"})
    ((pointer, words),) = [(error["pointer"], error["message_ja"]) for error in wrong.json()["errors"]]
    assert (wrong.status_code, pointer) == (422, "/demographics/insurer_number")
    assert "指数表記" in words
    assert number.json()["type"] == "urn:onshi:problem:my-number-not-accepted"


@pytest.mark.parametrize("flag", ["address_hidden", "self_information_blocked"])
async def test_whose_address_is_not_disclosed_is_never_found_by_it(clinic: Clinic, flag: str) -> None:
    await clinic.publish(builders.person(**{flag: True}))
    assert (await ask(clinic)).json()["validity"] == "not_found"


async def test_two_whom_everything_fits_are_ambiguous(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    twin = builders.coverage(coverage_id=str(uuid4()), number="2048")
    await clinic.publish(builders.person(twin, person_id=str(uuid4())))
    answer = (await ask(clinic)).json()
    assert (answer["validity"], answer["results"]) == ("ambiguous", [])


async def test_after_a_disaster_only_where_it_is_opened(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    before = (await ask(clinic, "DISASTER_READ")).json()
    await clinic.open_to("DISASTER_READ")
    after = (await ask(clinic, "DISASTER_READ", role=Role.PHARMACY)).json()
    assert before["refusal"]["code"] == "purpose-not-opened"
    assert after["validity"] == "valid"


@pytest.mark.parametrize(
    ("purpose", "role", "code"),
    [
        ("CARE_VISIT", Role.INSTITUTION, "purpose-not-by-this-method"),
        ("EMERGENCY", Role.PHARMACY, "purpose-not-for-this-role"),
        ("FAMILY", Role.INSTITUTION, "purpose-prohibited"),
    ],
)
async def test_nobody_is_looked_up_for_anything_else(clinic: Clinic, purpose: str, role: Role, code: str) -> None:
    await clinic.publish(builders.person())
    answer = (await ask(clinic, purpose, role=role)).json()
    assert answer["refusal"]["code"] == code
    (record,) = await clinic.records()
    assert record["person_id"] is None


async def test_who_guesses_is_stopped(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, miss_limit=2) as clinic:
        await clinic.open_to("EMERGENCY")
        answers = [await ask(clinic) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_it_is_asked_for_today_and_without_a_my_number(clinic: Clinic) -> None:
    past = await clinic.check({"demographics": WHO, "purpose": "EMERGENCY", "as_of": "2026-11-01"})
    number = await ask(clinic, who={**WHO, "name": "123456789018"})
    ((code, words),) = [(error["code"], error["message_ja"]) for error in past.json()["errors"]]
    assert (code, words) == ("not-today", "氏名等による照会は当日のみです。")
    assert number.json()["type"] == "urn:onshi:problem:my-number-not-accepted"
