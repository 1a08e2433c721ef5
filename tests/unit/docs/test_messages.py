from tools.docs.messages_page import PAGE, TABLES, page


def test_the_page_is_that_of_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
    assert "| Sex2 | 性別2 (OQSCD007) | inferred |  |" in page()
    assert "| `insured-not-found` | OQSX1003E | 該当する被保険者がいません。 |" in page()


def test_no_element_stands_twice_in_a_table() -> None:
    for table in TABLES.values():
        names = [field.name for field in table]
        assert len(set(names)) == len(names)
