"""ETag and preconditions of what the registry shows: RFC 9110, 13.1."""

from uuid import UUID

import pytest

from shared.errors import VersionMismatch
from shared.web.entity_tags import named_versions
from shared.web.versions import must_match, not_modified

VERSION = UUID("019a0000-0000-7000-8000-0000000000f1")
ETAG = '"019a0000-0000-7000-8000-0000000000f1"'


def sent(*lines: str) -> list[tuple[bytes, bytes]]:
    return [(b"if-match", line.encode("latin-1")) for line in lines]


@pytest.mark.parametrize(
    "lines", [(), ("*",), (ETAG,), (f'"other", {ETAG}',), (f" {ETAG} ",), ('"other"', ETAG), (f'"a,b" ,, {ETAG},',)]
)
def test_the_version_that_is_there_matches(lines: tuple[str, ...]) -> None:
    must_match(named_versions("if-match", sent(*lines)), VERSION)


@pytest.mark.parametrize("lines", [('"other"',), (f"W/{ETAG}",), ('"a,b"',), ('"*"',)])
def test_weak_and_other_tags_do_not_match(lines: tuple[str, ...]) -> None:
    with pytest.raises(VersionMismatch):
        must_match(named_versions("if-match", sent(*lines)), VERSION)


@pytest.mark.parametrize("line", ["*", ETAG, f"W/{ETAG}", f'"other", W/{ETAG}'])
def test_who_has_the_version_gets_no_body(line: str) -> None:
    answer = not_modified(named_versions("if-match", sent(line)), VERSION)

    assert answer is not None
    assert (answer.status_code, answer.headers["etag"], answer.body) == (304, ETAG, b"")


def test_who_has_another_gets_it() -> None:
    assert not_modified(named_versions("if-match", sent('"other"')), VERSION) is None
    assert not_modified(None, VERSION) is None
