"""Card reader and portal in a sandbox: its own cards and checks, two readers at once, none of it elsewhere."""

import re
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.portal_visitor import made_patient, signed_in
from tests.browser.reading import by_pin, newest_received, press, screen, step, to_the_end
from tests.browser.watching import Watched, watched
from tests.flows.program import WITHIN_S, Simulator
from tests.worlds import PLAIN


@pytest.fixture(scope="module")
def sandbox(simulator: Simulator) -> Iterator[Simulator]:
    """A sandbox of the simulator: its addresses, as `POST /sandboxes` tells them."""
    with httpx.Client(base_url=simulator.control_url, verify=PLAIN, timeout=WITHIN_S) as controls:
        made = controls.post("/sandboxes", json={"name": "at-the-reader"})
        assert made.is_success, made.text
        world = made.json()
        # On a busy machine it is answered before it is there (202).
        deadline = time.monotonic() + WITHIN_S
        while controls.get("/sandboxes/at-the-reader").json()["state"] != "ready":
            assert time.monotonic() < deadline, "the sandbox was not ready in time"
            time.sleep(0.1)
        yield Simulator(world["base_url"], world["control_url"], simulator.folder, simulator.log, simulator.process)
        controls.delete("/sandboxes/at-the-reader").raise_for_status()


@pytest.fixture
def patient(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened
        assert opened.complaints == []
        assert opened.elsewhere() == []


def place(page: Page, world: Simulator, card: str, reader: str) -> None:
    page.goto(f"{world.base_url}/reader/{reader}?card={card}")
    press(page, "カードを置く")


def checks_at(world: Simulator, reader: str) -> list[str]:
    """The ids of the checks on the clinic's screen of a reader, the newest first."""
    page = httpx.get(f"{world.base_url}/reader/{reader}", verify=PLAIN, timeout=WITHIN_S).text
    return re.findall(r'<article id="check-([0-9a-f-]+)"', page)


def test_two_readers_at_once_in_a_sandbox_and_nothing_of_it_elsewhere(
    simulator: Simulator, sandbox: Simulator, browser: Browser
) -> None:
    before = checks_at(simulator, "clinic-reader") + checks_at(simulator, "hospital-reader")
    own = made_patient(sandbox.control_url, name="砂場　花子", id="of-the-sandbox")["id"]
    with watched(browser) as clinic, watched(browser) as hospital:
        place(clinic.page, sandbox, own, "clinic-reader")
        place(hospital.page, sandbox, "employee-with-limit", "hospital-reader")
        by_pin(clinic.page)
        by_pin(hospital.page)
        step(clinic.page, "医療情報の提供")
        assert to_the_end(hospital.page) == "受付が完了しました"
        assert to_the_end(clinic.page) == "受付が完了しました"

        expect(newest_received(clinic.page)).to_contain_text("砂場　花子")
        expect(newest_received(hospital.page)).not_to_contain_text("砂場　花子")
        prefix = urlsplit(sandbox.base_url).path
        for seen in (clinic, hospital):
            assert seen.complaints == []
            assert [url for url in seen.asked if not urlsplit(url).path.startswith(f"{prefix}/")] == []
    assert len(checks_at(sandbox, "clinic-reader")) == 1
    assert checks_at(simulator, "clinic-reader") + checks_at(simulator, "hospital-reader") == before


def test_a_card_of_a_sandbox_is_none_in_another_world(
    simulator: Simulator, sandbox: Simulator, patient: Watched
) -> None:
    card = made_patient(sandbox.control_url, name="砂場　次郎")["card"]["card_id"]
    place(patient.page, simulator, card, "clinic-reader")

    expect(screen(patient.page).get_by_role("alert")).to_be_visible()
    step(patient.page, "カードを置いてください")


def test_a_patient_of_a_sandbox_signs_in_there_and_stays_there(sandbox: Simulator, patient: Watched) -> None:
    page = patient.page
    own = made_patient(sandbox.control_url, name="砂場　三郎")["id"]
    place(page, sandbox, own, "pharmacy-reader")
    by_pin(page)
    assert to_the_end(page) == "受付が完了しました"

    signed_in(page, f"{sandbox.base_url}/portal/", own)
    page.get_by_role("link", name="閲覧履歴").click()
    expect(page.get_by_role("table", name="閲覧履歴")).to_contain_text("模擬薬局")
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("combobox")).to_be_visible()
    prefix = urlsplit(sandbox.base_url).path
    assert [url for url in patient.asked if not urlsplit(url).path.startswith(f"{prefix}/")] == []


def test_a_session_of_a_sandbox_counts_in_no_other_world(
    simulator: Simulator, sandbox: Simulator, patient: Watched
) -> None:
    signed_in(patient.page, f"{sandbox.base_url}/portal/")
    patient.page.goto(f"{simulator.base_url}/portal/insurance-card")

    expect(patient.page.get_by_role("button", name="ログイン")).to_be_visible()
