from tools.docs.notices_page import PAGE, page


def test_the_page_is_that_of_the_notices() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "| `limit-changed` |" in page()
    assert "| `certificate-in-grace` |" in page()
