"""Somebody before a card reader: what they press, by the names that the screens have in Japanese."""

from playwright.sync_api import Locator, Page, expect

from tests.flows.program import Simulator

ENDS = ("受付が完了しました", "資格を確認できませんでした", "このカードは受け付けられません", "ただいま確認できません")


def screen(page: Page) -> Locator:
    """The card reader's own screen."""
    return page.get_by_role("region", name="カードリーダー")


def press(page: Page, name: str) -> None:
    """Press a button of the reader."""
    screen(page).get_by_role("button", name=name, exact=True).click()


def step(page: Page, heading: str) -> None:
    """Expect the step: the one heading of the second level."""
    expect(screen(page).get_by_role("heading", level=2)).to_have_text(heading)


def focused(at: Locator) -> None:
    """Expect that keys go to it: a new screen is there before its focus is."""
    expect(at).to_be_focused()


def place(page: Page, simulator: Simulator, card: str, reader: str = "clinic-reader") -> None:
    """Place the card of a test patient, or one by its id."""
    page.goto(f"{simulator.base_url}/reader/{reader}?card={card}")
    press(page, "カードを置く")


def by_pin(page: Page, pin: str = "1234") -> None:
    """Choose the PIN, and type it."""
    press(page, "暗証番号")
    type_pin(page, pin)


def type_pin(page: Page, pin: str) -> None:
    """Type the PIN."""
    page.get_by_label("暗証番号（4桁）").fill(pin)
    press(page, "確認する")


def to_the_end(page: Page) -> str:
    """Agree to nothing, take the prescription on paper, and return the heading of the end."""
    for _ in range(3):
        heading = screen(page).get_by_role("heading", level=2).inner_text()
        if heading in ENDS:
            return heading
        press(page, {"医療情報の提供": "すべて同意しない", "処方箋の受け取り方": "紙の処方箋"}[heading])
    return screen(page).get_by_role("heading", level=2).inner_text()


def newest_received(page: Page) -> Locator:
    """The newest article of the clinic's screen."""
    return page.get_by_role("log", name="届いた資格確認").get_by_role("article").first
