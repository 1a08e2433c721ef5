"""What the supervisor makes of an answer of ``/readyz``."""

import pytest

from simulator.running.readiness import lacks_only


@pytest.mark.parametrize(
    ("body", "can_be_filled"),
    [
        (b'{"status":"not_ready","checks":{"database":true,"seeded":false}}', True),
        (b'{"status":"not_ready","checks":{"seeded":false}}', True),
        (b'{"status":"not_ready","checks":{"database":false,"seeded":false}}', False),
        (b'{"status":"not_ready","checks":{"answers":false,"seeded":false}}', False),
        (b'{"status":"not_ready","checks":{"database":true}}', False),
        (b'{"status":"not_ready"}', False),
        (b'{"checks":[]}', False),
        (b"[]", False),
    ],
)
def test_a_service_can_be_filled_when_nothing_but_the_people_is_missing(body: bytes, can_be_filled: bool) -> None:
    assert lacks_only("seeded", body) is can_be_filled


@pytest.mark.parametrize("body", [b"", b"busy", b"\xff"])
def test_what_is_no_answer_of_readiness_says_nothing(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever JSON says
        lacks_only("seeded", body)
