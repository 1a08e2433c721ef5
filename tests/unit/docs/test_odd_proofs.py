from tools.docs.odd_proofs_page import PAGE, page


def test_the_page_is_that_of_the_odd_proofs() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "| `rsa-1024` |" in page()
    assert "| `nonce-foreign` |" in page()
