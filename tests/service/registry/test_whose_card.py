"""Whose card is registered: J-LIS says it. A caller's word opens nobody's coverage, medication or portal."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.service.registry.caller import CLINIC, PERSON, pointers, problem
from tests.service.registry.town import LOOKUP, OTHER, REGISTRATIONS, RESERVATIONS, SOMEBODY, VICTIM, Town


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"person": VICTIM}, id="described"),
        pytest.param({"person_id": PERSON["person_id"]}, id="named"),
        pytest.param({}, id="nothing said"),
    ],
)
async def test_a_card_whose_holder_nobody_knows_is_not_registered_as_somebody_else(
    town: Town, said: Mapping[str, Any]
) -> None:
    card = await town.card()
    refused = await town.register(card, **said)
    reserved = await town.reader.post(
        RESERVATIONS, {"presence_proof": await town.proof(card), "channel": "reader", **said}
    )

    assert problem(refused) == problem(reserved) == (422, "card-not-usable")
    assert await town.links() == []
    assert await town.questions() == [("card_registration", "none", None), ("card_reservation", "none", None)]


async def test_ones_own_card_is_not_registered_as_somebody_else(town: Town) -> None:
    card = await town.card(holder=SOMEBODY)
    await town.operator.make("/v1/persons", {**PERSON, **SOMEBODY, "person_id": OTHER})
    described = await town.register(card, person=VICTIM)
    named = await town.register(card, person_id=PERSON["person_id"])
    alone = await town.register(card)

    assert problem(described) == problem(named) == (422, "card-not-usable")
    assert described.json()["detail"] == named.json()["detail"]
    assert alone.status_code == 201
    assert await town.links() == [(card["serial_number"], OTHER)]
    assert await town.questions() == [("card_registration", "disagrees", OTHER)] * 2


async def test_a_refused_proof_is_spent(town: Town) -> None:
    body = {"presence_proof": await town.proof(await town.card()), "channel": "reader"}
    assert problem(await town.reader.post(REGISTRATIONS, body)) == (422, "card-not-usable")
    assert problem(await town.reader.post(REGISTRATIONS, body)) == (409, "nonce-used")


@pytest.mark.parametrize("said", [{}, {"person": VICTIM}, {"person_id": PERSON["person_id"]}])
async def test_a_proof_suffices_where_jlis_knows_four_attributes(town: Town, said: Mapping[str, Any]) -> None:
    card = await town.card(holder=VICTIM)
    assert await town.is_registered(card) is False
    made = await town.register(card, **said)

    assert made.status_code == 201
    assert (made.json()["person_id"], made.json()["earlier"]) == (None, "none")
    assert await town.links() == [(card["serial_number"], PERSON["person_id"])]
    assert await town.is_registered(card) is True
    again = await town.register(card)
    assert (again.status_code, again.json()) == (200, made.json())
    shown = (await town.operator.get(f"{REGISTRATIONS}/{made.json()['registration_id']}")).json()
    assert shown["person_id"] == PERSON["person_id"]


async def test_four_attributes_that_fit_several_or_none_are_refused(town: Town) -> None:
    await town.operator.make("/v1/persons", {**PERSON, "person_id": OTHER})
    several = await town.register(await town.card(holder=VICTIM))
    none = await town.register(await town.card(holder=SOMEBODY))

    assert problem(several) == problem(none) == (422, "card-not-usable")
    assert several.json()["detail"] == none.json()["detail"]
    assert await town.questions() == [("card_registration", "several", None), ("card_registration", "none", None)]


async def test_four_attributes_do_not_reach_a_person_who_has_registered_a_card(town: Town) -> None:
    own = await town.card(holder=VICTIM)
    made = (await town.register(own)).json()
    another = await town.card(holder=VICTIM)
    while_it_stands = await town.register(another)
    await town.operator.post(f"{REGISTRATIONS}/{made['registration_id']}/end", {"reason": "holder_request"})
    after_its_end = await town.register(another)

    assert problem(while_it_stands) == problem(after_its_end) == (422, "card-not-usable")
    assert await town.links() == []
    assert await town.questions() == [("card_registration", "linked_otherwise", PERSON["person_id"])] * 2


async def test_a_phone_beside_the_card_is_the_same_persons_and_ends_nothing(town: Town) -> None:
    card = await town.card(holder=VICTIM)
    await town.register(card)
    phone = await town.card(carrier="android", same_holder_as=card["card_id"])
    assert await town.is_registered(phone) is False
    refused = await town.register(phone, person=SOMEBODY)
    made = await town.register(phone)

    assert problem(refused) == (422, "card-not-usable")
    assert (made.status_code, made.json()["earlier"]) == (201, "active")
    person_id = PERSON["person_id"]
    assert await town.links() == [(card["serial_number"], person_id), (phone["serial_number"], person_id)]


async def test_what_an_operator_took_back_says_nothing_of_the_resident(town: Town) -> None:
    card = await town.card()
    wrong = await town.register(card, by=town.operator, person_id=PERSON["person_id"])
    await town.operator.post(f"{REGISTRATIONS}/{wrong.json()['registration_id']}/end", {"reason": "other"})

    assert wrong.status_code == 201
    assert problem(await town.register(card)) == (422, "card-not-usable")


async def test_an_operators_word_counts_where_jlis_knows_nobody_and_is_compared_where_it_does(town: Town) -> None:
    unknown, known = await town.card(), await town.card(holder=SOMEBODY)
    said = {"person_id": PERSON["person_id"]}
    alone = await town.register(unknown, by=town.operator)
    named = await town.register(unknown, by=town.operator, **said)
    other = await town.register(known, by=town.operator, **said)

    assert pointers(alone) == ["/person_id"]
    assert named.status_code == 201
    assert problem(other) == (422, "card-not-usable")
    assert await town.links() == [(unknown["serial_number"], PERSON["person_id"])]


async def test_a_reserved_card_waits_for_whom_jlis_names(town: Town) -> None:
    card = await town.card(holder=SOMEBODY)
    body = {"channel": "reader", "reservation_id": OTHER}
    pretended = await town.reader.post(
        RESERVATIONS, {**body, "presence_proof": await town.proof(card), "person": VICTIM}
    )
    made = await town.reader.make(RESERVATIONS, {**body, "presence_proof": await town.proof(card)})
    await town.operator.make("/v1/persons", {**PERSON, **SOMEBODY, "person_id": OTHER})
    seen = (await town.reader.get(f"{RESERVATIONS}/{OTHER}")).json()

    assert problem(pretended) == (422, "card-not-usable")
    assert (made["state"], made["person_id"]) == ("reserved", None)
    assert (seen["state"], seen["person_id"]) == ("active", None)
    assert await town.links() == [(card["serial_number"], OTHER)]


async def test_a_reservation_is_seen_by_the_client_that_made_it(town: Town) -> None:
    card = await town.card(holder=SOMEBODY)
    body = {"channel": "reader", "reservation_id": OTHER}
    await town.reader.make(RESERVATIONS, {**body, "presence_proof": await town.proof(card)})
    stranger = await town.operator.client(
        "reader", client_id="reader-2", institution_codes=[CLINIC["institution_code"]]
    )

    assert problem(await stranger.get(f"{RESERVATIONS}/{OTHER}")) == (404, "resource-not-found")
    taken = await stranger.post(RESERVATIONS, {**body, "presence_proof": await town.proof(card)})
    assert problem(taken) == (409, "already-exists")
    assert (await town.operator.get(f"{RESERVATIONS}/{OTHER}")).json()["state"] == "reserved"


async def test_only_a_reader_looks_a_card_up(town: Town) -> None:
    clinic = await town.operator.client("institution", institution_codes=[CLINIC["institution_code"]])
    body = {"presence_proof": await town.proof(await town.card())}

    assert problem(await clinic.post(LOOKUP, body)) == (403, "role-not-allowed")
    assert problem(await town.operator.post(LOOKUP, body)) == (403, "role-not-allowed")
    assert problem(await town.reader.post(LOOKUP, {"presence_proof": "x"})) == (422, "proof-unreadable")
