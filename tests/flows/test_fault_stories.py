"""Stories: sets of faults that are made in one go, of what clinics of the real system complain of."""

import httpx

from tests.flows.fault_desk import FaultDesk
from tests.flows.people import persona
from tests.flows.program import Simulator


def told(simulator: Simulator, name: str, test: str) -> httpx.Response:
    return httpx.post(f"{simulator.control_url}/faults/stories/{name}", params={"test": test})


def test_every_story_can_be_told_and_names_its_source(simulator: Simulator) -> None:
    stories = httpx.get(f"{simulator.control_url}/faults/stories").raise_for_status().json()["items"]

    assert [story["name"] for story in stories] == [
        "expired-certificates",
        "jlis-outage",
        "april-registration-lag",
        "substitute-characters",
        "slow-monday",
    ]
    for story in stories:
        with FaultDesk(simulator, f"telling-{story['name']}") as desk:
            made = told(simulator, story["name"], desk.test)
            assert (made.status_code, len(made.json()["ids"])) == (201, len(story["kinds"]))
            assert all((story["title"], story["title_ja"], story["source"]))
            rules = httpx.get(f"{simulator.control_url}/faults", params={"test": desk.test}).json()["items"]
            assert [rule["id"] for rule in rules] == made.json()["ids"]
            assert [rule["kind"] for rule in rules] == story["kinds"]
            assert {(rule["times"], rule["for_seconds"]) for rule in rules} == {(None, 3600.0)}


def test_while_j_lis_is_out_cards_have_no_status_and_numbers_go_on(simulator: Simulator) -> None:
    who = persona(simulator.control_url, "employee-with-limit")
    with FaultDesk(simulator, "jlis-is-out") as desk:
        told(simulator, "jlis-outage", desk.test).raise_for_status()

        by_card = [desk.by_card(who).json()["type"] for _ in range(3)]

        assert set(by_card) == {"urn:onshi:problem:certificate-status-unknown"}
        assert desk.by_number(who).json()["validity"] == "valid"


def test_a_story_that_is_none_is_refused_with_the_nearest(simulator: Simulator) -> None:
    misspelt, unlike = told(simulator, "jlis-outrage", "t"), told(simulator, "zzz", "t")

    assert (misspelt.status_code, misspelt.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")
    assert "jlis-outage" in misspelt.json()["detail"]
    assert "/faults/stories" in unlike.json()["detail"]
