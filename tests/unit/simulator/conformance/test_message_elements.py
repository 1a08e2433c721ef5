"""Elements are found by name; where there is none, nothing is."""

from simulator.conformance.message_elements import BODY, all_of, first_of, text_of
from tests.unit.simulator.conformance.told import NUMBER, PERSON, notes, xml


def test_elements_are_found_in_the_order_in_which_they_were_sent() -> None:
    body = first_of(notes("muimm01", xml(NUMBER + NUMBER.replace("000124", "000125"))).sent, BODY)
    found = all_of(body, "ReferenceNumberRegistrationInfo")

    assert [text_of(each, "ReferenceNumber") for each in found] == ["000124", "000125"]


def test_what_is_not_there_is_nothing() -> None:
    body = first_of(notes("siquc01", xml(PERSON)).sent, BODY)

    assert (all_of(body, "Memo"), text_of(first_of(body, "Memo"), "Memo")) == ((), "")
