"""What is found after a kill tells what is left to do. Each test stops where a kill may fall."""

import os
from pathlib import Path

import pytest

from shared.domain.my_number import may_be_my_number_as_reference
from simulator.agent.folder import Folders, Found
from simulator.agent.kept import Kept, key_of
from simulator.agent.names import read_name
from simulator.agent.settling import Look


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "OQS")
    made.make()
    return made


def opened(folders: Folders, *, in_place: bool = False) -> Kept:
    kept = Kept(folders.own / "answers", in_place=in_place)
    kept.open()
    return kept


def request(folders: Folders, content: bytes = b"<XmlMsg/>") -> Found:
    name = read_name("OQSsiquc01req_1.xml")
    assert name is not None
    (folders.requests / name.file_name).write_bytes(content)
    return folders.read(name)


def test_an_answer_is_kept_then_moved_then_forgotten(folders: Folders) -> None:
    kept, key = opened(folders), key_of(request(folders))

    kept.keep(key, "OQSsiquc01res_1.xml", b"answer")
    assert list(folders.answers.iterdir()) == []
    kept.deliver(key, folders.answers)
    assert (folders.answers / "OQSsiquc01res_1.xml").read_bytes() == b"answer"
    assert key in opened(folders)
    kept.forget(key)
    assert key not in opened(folders)


def test_what_was_kept_before_a_kill_is_moved_by_the_next_agent(folders: Folders) -> None:
    key = key_of(request(folders))
    opened(folders).keep(key, "OQSsiquc01res_1.xml", b"answer")

    after = opened(folders)
    assert key in after
    after.deliver(key, folders.answers)

    assert (folders.answers / "OQSsiquc01res_1.xml").read_bytes() == b"answer"


def test_what_was_moved_before_a_kill_is_not_moved_again(folders: Folders) -> None:
    key = key_of(request(folders))
    before = opened(folders)
    before.keep(key, "OQSsiquc01res_1.xml", b"answer")
    before.deliver(key, folders.answers)
    # The receipt computer has taken it already.
    (folders.answers / "OQSsiquc01res_1.xml").unlink()

    after = opened(folders)
    after.deliver(key, folders.answers)

    assert key in after
    assert list(folders.answers.iterdir()) == []


def test_half_an_answer_is_none(folders: Folders) -> None:
    kept, key = opened(folders), key_of(request(folders))
    half = folders.own / "answers" / f"{key}.part"
    half.mkdir()
    (half / "OQSsiquc01res_1.xml").write_bytes(b"ans")

    assert key not in opened(folders)
    assert not half.exists()
    kept.keep(key, "OQSsiquc01res_1.xml", b"answer")
    assert key in kept


def test_in_place_the_file_is_written_where_it_is_read(folders: Folders) -> None:
    kept, key = opened(folders, in_place=True), key_of(request(folders))
    there = folders.answers / "OQSsiquc01res_1.xml"
    there.write_bytes(b"an older answer")
    number = there.stat().st_ino

    kept.keep(key, there.name, b"answer")
    kept.deliver(key, folders.answers)

    assert (there.read_bytes(), there.stat().st_ino) == (b"answer", number)


def test_a_folder_that_was_removed_is_made_anew(folders: Folders) -> None:
    kept, key = opened(folders), key_of(request(folders))
    kept.keep(key, "OQSsiquc01res_1.xml", b"answer")
    folders.answers.rmdir()

    kept.deliver(key, folders.answers)

    assert (folders.answers / "OQSsiquc01res_1.xml").read_bytes() == b"answer"


def test_a_key_is_of_name_content_and_time_and_nobodys_number() -> None:
    name, other = read_name("OQSsiquc01req_1.xml"), read_name("OQSsiquc01req_2.xml")
    assert name is not None
    assert other is not None
    same = [key_of(Found(name, b"a", Look(1, 1))) for _ in range(2)]
    others = [
        key_of(Found(other, b"a", Look(1, 1))),
        key_of(Found(name, b"b", Look(1, 1))),
        key_of(Found(name, b"a", Look(2, 1))),
    ]

    assert len(set(same)) == 1
    assert len({*same, *others}) == 4
    many = [key_of(Found(name, b"a", Look(each, 1))) for each in range(5000)]
    assert not any(may_be_my_number_as_reference(key) for key in many)
    assert all(key.isalpha() and len(key) == 48 for key in many)


def test_a_request_is_removed_even_if_its_last_line_came_late(folders: Folders) -> None:
    found = request(folders)
    with (folders.requests / found.name.file_name).open("ab") as file:
        file.write(b"\r\n")

    folders.remove_request(found)

    assert list(folders.requests.iterdir()) == []


def test_another_request_of_the_same_name_stays(folders: Folders) -> None:
    found = request(folders)
    newer = request(folders, b"<XmlMsg>2</XmlMsg>")
    os.utime(folders.requests / newer.name.file_name, ns=(1, 1))

    folders.remove_request(found)
    folders.hand_back(found)

    assert [each.name for each in folders.requests.iterdir()] == ["OQSsiquc01req_1.xml"]
    assert list(folders.answers.iterdir()) == []


def test_a_request_that_is_gone_is_no_error(folders: Folders) -> None:
    found = request(folders)
    (folders.requests / found.name.file_name).unlink()

    folders.remove_request(found)
    folders.hand_back(found)

    assert list(folders.answers.iterdir()) == []


def test_folders_and_links_that_are_called_like_requests_are_left_alone(folders: Folders) -> None:
    found = request(folders)
    (folders.requests / "OQSsiquc01req_2.xml").mkdir()
    (folders.requests / "OQSsiquc01req_3.xml").symlink_to(folders.requests / found.name.file_name)

    assert [name.file_name for name in folders.list_requests()] == ["OQSsiquc01req_1.xml"]
