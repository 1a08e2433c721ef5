"""`--open` hands the address to the browser, and waits for nobody."""

from simulator.running.browser import open_in_browser


def test_the_address_is_handed_on() -> None:
    opened: list[str] = []

    def opens(url: str) -> bool:
        opened.append(url)
        return True

    open_in_browser("http://127.0.0.1:8000/", opens).join(timeout=10)

    assert opened == ["http://127.0.0.1:8000/"]
