"""Sandboxes of a running simulator from the console's forms, without a browser."""

import httpx

from tests.flows.program import Simulator


def post(simulator: Simulator, path: str, data: dict[str, str], **headers: str) -> httpx.Response:
    return httpx.post(f"{simulator.control_url}{path}", data=data, headers=headers, timeout=60)


def generation_of(simulator: Simulator, name: str) -> int:
    generation: int = httpx.get(f"{simulator.control_url}/sandboxes/{name}").json()["generation"]
    return generation


def test_a_sandbox_is_made_reset_kept_restored_and_removed(simulator: Simulator) -> None:
    path = "/console/sandboxes"
    made = post(simulator, path, {"name": "of-the-console", "from": "default", "date": "", "seed": ""})
    assert (made.status_code, made.headers["location"]) == (303, path)
    assert generation_of(simulator, "of-the-console") == 1

    assert post(simulator, f"{path}/of-the-console/resets", {"x": ""}).status_code == 303
    assert generation_of(simulator, "of-the-console") == 2
    assert post(simulator, f"{path}/of-the-console/snapshots", {"snapshot": "kept"}).status_code == 303
    assert post(simulator, f"{path}/of-the-console/restorations", {"snapshot": "kept"}).status_code == 303
    assert generation_of(simulator, "of-the-console") == 3

    shown = httpx.get(f"{simulator.control_url}{path}").text
    assert "<option>of-the-console/kept</option>" in shown
    assert '<a href="/~of-the-console/">' in shown
    inside = httpx.get(f"{simulator.control_url}/~of-the-console/").text
    assert "<b>of-the-console</b>" in inside

    gone = post(simulator, f"/~of-the-console{path}/of-the-console/removals", {"x": ""})
    assert (gone.status_code, gone.headers["location"]) == (303, path)
    assert httpx.get(f"{simulator.control_url}/~of-the-console/").status_code == 404


def test_a_story_happens_by_one_press(simulator: Simulator) -> None:
    made = post(simulator, "/console/faults/stories", {"name": "jlis-outage"})
    assert (made.status_code, made.headers["location"]) == (303, "/console/faults")
    items = httpx.get(f"{simulator.control_url}/faults").json()["items"]
    assert [each["kind"] for each in items] == ["status_unknown"]
    assert "resource-not-found" in post(simulator, "/console/faults/stories", {"name": "nothing"}).text
    assert post(simulator, "/console/faults/removals", {"all": ""}).status_code == 303
    assert httpx.get(f"{simulator.control_url}/faults").json()["items"] == []


def test_what_is_refused_is_told_in_place(simulator: Simulator) -> None:
    path = "/console/sandboxes"
    wrong = post(simulator, path, {"name": "Bad Name", "from": "default", "seed": "x"})
    assert (wrong.status_code, wrong.text.count('role="alert"')) == (200, 1)
    assert "<code>/name</code>" in wrong.text
    assert "<code>/seed</code>" in wrong.text
    assert 'value="Bad Name"' in wrong.text
    assert "resource-not-found" in post(simulator, f"{path}/nobody/resets", {"x": ""}).text
    assert "resource-not-found" in post(simulator, f"{path}/nobody/dances", {"x": ""}).text
    assert "world-not-a-sandbox" in post(simulator, f"{path}/default/removals", {"x": ""}).text


def test_no_other_page_makes_or_removes_a_sandbox(simulator: Simulator) -> None:
    for path in ("/console/sandboxes", "/console/sandboxes/mine/removals", "/console/faults"):
        answer = post(simulator, path, {"name": "mine"}, Origin="http://evil.example")
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:onshi:problem:origin-foreign")
    assert httpx.get(f"{simulator.control_url}/sandboxes").json()["items"] == []
