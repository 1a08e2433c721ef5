"""A card that is not registered yet, of a patient of one's own: a persona's, registered, would be so for every test."""

import httpx

from tests.browser.portal_visitor import made_patient
from tests.flows.program import WITHIN_S, Simulator
from tests.worlds import PLAIN


def unregistered_card(simulator: Simulator) -> str:
    """The id of a second card, whose PIN is 1234, of somebody who has been registered with another."""
    holder = made_patient(simulator.control_url)
    answer = httpx.post(
        f"{simulator.base_url}/jpki/v1/cards",
        json={"birthdate": "1980-04-02", "pin": "1234", "same_holder_as": holder["card"]["card_id"]},
        verify=PLAIN,
        timeout=WITHIN_S,
    )
    assert answer.is_success, answer.text
    return str(answer.json()["card_id"])
