"""The name of a statement in the log."""

import pytest

from shared.db.statement_names import statement_name


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("SELECT 1", "SELECT"),
        ("select a from x.people where b = 'Hanako'", "SELECT x.people"),
        ("WITH w AS (INSERT INTO x.a AS d (b) SELECT b FROM x.c) SELECT * FROM w", "INSERT x.a x.c"),
        ("UPDATE x.a SET b = 1 FROM x.a JOIN ONLY x.c ON true", "UPDATE x.a x.c"),
        ("DELETE FROM x.a", "DELETE x.a"),
        ("", "other"),
    ],
)
def test_it_is_the_verb_and_the_tables(statement: str, name: str) -> None:
    assert statement_name(statement) == name
