import os
from datetime import UTC, datetime, timedelta

from shared.ids import RandomPage, first_id_at, first_id_behind, new_id

AT = datetime(2026, 11, 20, tzinfo=UTC)


def test_an_id_is_a_version_7_uuid_with_its_time_first() -> None:
    made = new_id(AT, lambda length: b"\xff" * length)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert str(made) == "01a1f640-bc00-7fff-bfff-ffffffffffff"


def test_ids_sort_by_time() -> None:
    assert new_id(AT, lambda length: b"\xff" * length) < new_id(AT + timedelta(milliseconds=1), bytes)


def test_an_instant_has_bounds_below_and_above_its_ids() -> None:
    least, greatest = new_id(AT, bytes), new_id(AT, lambda length: b"\xff" * length)

    assert str(first_id_at(AT)) == "01a1f640-bc00-0000-0000-000000000000"
    assert str(first_id_behind(AT)) == "01a1f640-bc01-0000-0000-000000000000"
    assert first_id_at(AT) <= least < greatest < first_id_behind(AT)


def test_before_1970_no_id_is_left_out() -> None:
    assert first_id_at(datetime(1900, 1, 1, tzinfo=UTC)).int == 0


def test_no_byte_of_a_page_is_given_out_twice() -> None:
    # A source that counts: what comes out shows where it was.
    counted = iter(range(1 << 20))
    page = RandomPage(lambda length: b"".join(next(counted).to_bytes(4, "big") for _ in range(length // 4)))
    taken = [page(each) for each in (4, 16, 4000, 200, 8192, 4)]
    assert [len(each) for each in taken] == [4, 16, 4000, 200, 8192, 4]
    words = [each[at : at + 4] for each in taken for at in range(0, len(each), 4)]
    assert len(set(words)) == len(words)


def test_a_child_of_a_fork_gives_out_other_bytes() -> None:
    page = RandomPage()
    page(1)
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.write(writer, page(16))
        os._exit(0)
    os.waitpid(child, 0)
    try:
        assert os.read(reader, 16) != page(16)
    finally:
        os.close(reader)
        os.close(writer)
