"""Where the server's socket can stand."""

from pathlib import Path

import pytest

from shared.db.embedded.sockets import is_plain


@pytest.mark.parametrize("place", ["/tmp", "/run/user/1000", "/" + "a" * 70])  # noqa: S108 - names only
def test_short_and_plain_places_fit(place: str) -> None:
    assert is_plain(Path(place))


@pytest.mark.parametrize("place", ["/" + "a" * 71, "/tmp/a,b", '/tmp/a"b', "/tmp/it's", "/tmp/a b", "/tmp/一時"])  # noqa: S108
def test_others_do_not(place: str) -> None:
    assert not is_plain(Path(place))
