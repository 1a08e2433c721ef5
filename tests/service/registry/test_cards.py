import asyncpg

from tests.service.registry.caller import PERSON, RegistryCaller, pointers, problem
from tests.worlds import TestDatabase

CARD = {
    "person_id": PERSON["person_id"],
    "authority_key_id": "AABBCC",
    "serial_number": "00010f",
    "channel": "reader",
}
OTHER = "019a0000-0000-7000-8000-000000000002"


async def _prepared(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/persons", {**PERSON, "person_id": OTHER})


async def test_a_certificate_is_linked_to_one_person(operator: RegistryCaller, database: TestDatabase) -> None:
    await _prepared(operator)
    first = await operator.make("/v1/card-registrations", CARD)
    again = await operator.post("/v1/card-registrations", {**CARD, "serial_number": "010F", "channel": "atm"})
    others = await operator.post("/v1/card-registrations", {**CARD, "person_id": OTHER})
    other_authority = await operator.post(
        "/v1/card-registrations", {**CARD, "authority_key_id": "dd", "person_id": OTHER}
    )

    assert first["serial_number"] == "010f"
    assert first["authority_key_id"] == "aabbcc"
    assert (again.status_code, again.json()) == (200, first)
    assert problem(others) == (409, "already-exists")
    assert other_authority.status_code == 201
    reader = await asyncpg.connect(database.urls["eligibility"])
    rows = await reader.fetch("SELECT * FROM registry_published.card_certificates ORDER BY authority_key_id")
    await reader.close()
    assert [(row["authority_key_id"], row["serial_number"], str(row["person_id"])) for row in rows] == [
        (b"\xaa\xbb\xcc", b"\x01\x0f", PERSON["person_id"]),
        (b"\xdd", b"\x01\x0f", OTHER),
    ]


async def test_registrations_are_counted_by_channel(operator: RegistryCaller) -> None:
    await _prepared(operator)
    for serial, channel in (("01", "portal"), ("02", "portal"), ("03", "municipal_desk")):
        await operator.make("/v1/card-registrations", {**CARD, "serial_number": serial, "channel": channel})

    counts = (await operator.get("/v1/statistics/card-registrations")).json()

    assert counts.pop("counted_at").endswith("+09:00")
    assert counts == {
        "total": 3,
        "by_channel": {"portal": 2, "reader": 0, "atm": 0, "municipal_desk": 1},
        "ended": {"holder_request": 0, "renewed": 0, "other": 0},
        "reservations": {"reserved": 0, "active": 0, "unmatched": 0},
        "insurer_number": None,
        "from": None,
        "to": None,
        "items": [],
    }


async def test_a_registration_that_is_wrong_is_refused(operator: RegistryCaller) -> None:
    body = {**CARD, "authority_key_id": "abc", "serial_number": "zz", "channel": "bank"}
    wrong = await operator.post("/v1/card-registrations", body)
    unknown = await operator.post("/v1/card-registrations", CARD)

    assert pointers(wrong) == ["/authority_key_id", "/channel", "/serial_number"]
    assert pointers(unknown) == ["/person_id"]
