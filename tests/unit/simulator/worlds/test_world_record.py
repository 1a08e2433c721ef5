"""What a kept world was made from."""

from datetime import date
from pathlib import Path

import pytest

from shared.clock import ShiftedClock, day_in_japan
from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.world_record import AnotherWorld, WorldRecord, world_of


def test_a_new_world_is_of_today_with_seed_1(tmp_path: Path) -> None:
    world = world_of(tmp_path / "world.json", None, None)

    assert world == WorldRecord(1, day_in_japan(ShiftedClock().now()), 0.0, seeded=False)


def test_a_date_becomes_today(tmp_path: Path) -> None:
    world = world_of(tmp_path / "world.json", 7, date(2030, 1, 2))

    assert (world.seed, world.reference_date) == (7, date(2030, 1, 2))
    assert world.clock_offset_s % 86_400 == 0


def test_a_kept_world_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    WorldRecord(3, date(2026, 11, 20), 86_400.0).as_seeded().save(file)

    assert world_of(file, None, None) == WorldRecord(3, date(2026, 11, 20), 86_400.0, seeded=True)


@pytest.mark.parametrize(("seed", "day"), [(4, None), (None, date(2026, 11, 21))])
def test_a_kept_world_is_not_taken_for_another(tmp_path: Path, seed: int | None, day: date | None) -> None:
    file = tmp_path / "world.json"
    WorldRecord(3, date(2026, 11, 20), 0.0, seeded=True).save(file)

    with pytest.raises(AnotherWorld, match="--seed 3 --date 2026-11-20"):
        world_of(file, seed, day)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty"),
        ("{}", "missing required field `seed`"),
        ('{"seed": 1, "reference_date": "2026-02-30", "clock_offset_s": 0}', "Invalid RFC3339"),
        ('{"seed": 1, "reference_date": "2026-11-20", "clock_offset_s": 1e300}', "<="),
        ('{"seed": 1, "reference_date": "2026-11-20", "clock_offset_s": 0, "moons": 2}', "newer onshi"),
    ],
)
def test_a_damaged_or_newer_record_gets_a_sentence(tmp_path: Path, content: str, sentence: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(content)

    with pytest.raises(UnusableFolder, match=sentence):
        world_of(file, None, None)


def test_a_record_of_the_first_version_is_read(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text('{"seed": 1, "reference_date": "2026-11-20", "clock_offset_s": 0.0, "seeded": true}')

    assert world_of(file, None, None) == WorldRecord(1, date(2026, 11, 20), 0.0, seeded=True)
