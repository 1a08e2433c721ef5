from datetime import UTC, datetime, timedelta

from shared.ids import new_id

AT = datetime(2026, 11, 20, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_with_its_time_first() -> None:
    made = new_id(AT, lambda length: b"\xff" * length)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert str(made) == "01a1f640-bc00-7fff-bfff-ffffffffffff"


def test_ids_sort_by_time() -> None:
    assert new_id(AT, lambda length: b"\xff" * length) < new_id(AT + timedelta(milliseconds=1), bytes)
