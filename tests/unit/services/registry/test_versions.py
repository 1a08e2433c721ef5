from uuid import UUID

import pytest

from services.registry.versions import must_match
from shared.errors import VersionMismatch

VERSION = UUID("019a0000-0000-7000-8000-000000000001")


@pytest.mark.parametrize("if_match", [None, "*", f'"{VERSION}"', f'"other", "{VERSION}"', f' "{VERSION}" '])
def test_the_version_that_is_there_matches(if_match: str | None) -> None:
    must_match(if_match, VERSION)


@pytest.mark.parametrize("if_match", ["", '"other"', f'W/"{VERSION}"', str(VERSION)])
def test_weak_and_other_tags_do_not_match(if_match: str) -> None:
    with pytest.raises(VersionMismatch):
        must_match(if_match, VERSION)
