from pathlib import Path

from simulator.running.shared_figures import SharedFigures
from tests.full_disk import small_disk


def test_a_start_begins_with_nothing_counted(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "counter_7.db").touch()

    figures = SharedFigures.in_folder(folder)

    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
    assert figures.folder == folder


def test_who_joins_has_room_on_the_disk_before_it_counts(tmp_path: Path) -> None:
    figures, environment = SharedFigures.in_folder(tmp_path / "figures"), dict[str, str]()
    figures.join(7, environment)

    assert environment == {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "figures")}
    assert len(list(figures.folder.iterdir())) == 5
    for file in figures.folder.iterdir():
        told = file.stat()
        assert told.st_blocks * 512 >= told.st_size >= 65_536


def test_where_there_is_no_room_a_process_counts_alone() -> None:
    with small_disk(1) as disk:
        disk.fill()
        figures, environment = SharedFigures(disk.folder), dict[str, str]()
        figures.join(7, environment)

        assert environment == {}
        assert [file.name for file in disk.folder.iterdir()] == ["filling"]


def test_who_has_died_has_counted_but_says_nothing_of_the_moment(tmp_path: Path) -> None:
    figures = SharedFigures.in_folder(tmp_path / "figures")
    for name in (
        "counter_7.db",
        "histogram_7.db",
        "gauge_livemax_7.db",
        "gauge_livemostrecent_7.db",
        "gauge_livemax_17.db",
    ):
        (figures.folder / name).touch()

    figures.forget(7)

    assert sorted(file.name for file in figures.folder.iterdir()) == [
        "counter_7.db",
        "gauge_livemax_17.db",
        "histogram_7.db",
    ]
