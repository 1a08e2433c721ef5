"""Which bodies may take as long as they like."""

import pytest

from shared.web.streamed_bodies import is_streamed


@pytest.mark.parametrize("path", ["/v1/imports", "/registry/v1/imports", "/~mine/registry/v1/imports"])
def test_a_file_of_members_is_taken_as_it_comes(path: str) -> None:
    assert is_streamed("POST", path)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/imports"), ("POST", "/v1/imports/x"), ("POST", "/v1/persons")]
)
def test_nothing_else_is(method: str, path: str) -> None:
    assert not is_streamed(method, path)
