"""Who is in a kept world, as an older or a newer program made them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.people_record import Names, People, PeopleRecord, program_digest

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def everybody() -> People:
    return People.of(1, DAY)


@pytest.fixture
def older(everybody: People) -> PeopleRecord:
    """Of a program that knew one persona and one client fewer."""
    fewer = People(everybody.personas[1:], everybody.clients[:-1])
    return fewer.recorded(None, Names())


def test_a_fresh_world_lacks_nobody_and_hides_nobody(everybody: People) -> None:
    record = everybody.recorded(None, Names())

    lacking = everybody.lacking_in(record)
    assert (lacking.personas, lacking.clients, record.hidden) == ((), (), ())
    assert record.program == program_digest()


def test_a_folder_without_a_record_may_lack_everybody(everybody: People) -> None:
    assert everybody.lacking_in(None) == everybody


def test_an_older_folder_lacks_who_is_new(everybody: People, older: PeopleRecord) -> None:
    lacking = everybody.lacking_in(older)

    assert [persona.id for persona in lacking.personas] == ["employee-with-limit"]
    assert [client.client_id for client in lacking.clients] == ["nursing-reader"]
    assert everybody.recorded(older, Names()).hidden == ()


def test_whom_the_world_has_otherwise_is_not_shown_until_a_program_makes_them_so_again(everybody: People) -> None:
    first, *others = everybody.personas
    assert first.card is not None
    changed = People((replace(first, card=replace(first.card, pin="4321")), *others), everybody.clients)
    before = everybody.recorded(None, Names())

    newer = changed.recorded(before, Names())
    again = everybody.recorded(newer, Names())

    assert newer.hidden_personas == ["employee-with-limit"]
    assert changed.lacking_in(newer).personas == ()
    assert again.hidden == ()


def test_other_words_about_a_persona_change_nothing(everybody: People) -> None:
    first, *others = everybody.personas
    reworded = People((replace(first, title="Other words"), *others), everybody.clients)

    assert reworded.recorded(everybody.recorded(None, Names()), Names()).hidden == ()


def test_whom_the_world_refused_is_not_shown(everybody: People, older: PeopleRecord) -> None:
    record = everybody.recorded(older, Names({"employee-with-limit"}, {"nursing-reader"}))

    assert record.hidden == ("employee-with-limit", "nursing-reader")


def test_a_record_comes_back_as_it_was_saved(everybody: People, tmp_path: Path) -> None:
    record = everybody.recorded(None, Names(clients={"clinic"}))
    record.save(tmp_path / "people.json")

    assert PeopleRecord.read(tmp_path / "people.json") == record
    assert PeopleRecord.read(tmp_path / "none.json") is None


def test_a_damaged_record_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "people.json").write_text('{"program": 1}')

    with pytest.raises(UnusableFolder, match=r"people\.json is not as onshi writes it"):
        PeopleRecord.read(tmp_path / "people.json")


def test_a_member_that_came_later_and_says_nothing_hides_nobody_in_a_folder_that_was_kept_before(
    everybody: People,
) -> None:
    # The digests that the program of 2026-11-29 12:00 wrote for seed 1 on 2026-11-20, when memberships had no
    # continuation_accepted_late.
    kept = {
        "employee-with-limit": "6d0b197168f3493d",
        "municipal-nhi": "d5e7c26ee4b35117",
        "seaman": "b9cb2bd5806e2d0e",
    }
    record = PeopleRecord("of that program", kept, {})

    assert set(kept).isdisjoint(everybody.recorded(record, Names()).hidden_personas)
