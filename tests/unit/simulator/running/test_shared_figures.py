from pathlib import Path

from simulator.running.shared_figures import SharedFigures


def test_a_start_begins_with_nothing_counted(tmp_path: Path) -> None:
    folder = tmp_path / "figures"
    folder.mkdir()
    (folder / "counter_7.db").touch()

    figures = SharedFigures.in_folder(folder)

    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
    assert figures.environment() == {"PROMETHEUS_MULTIPROC_DIR": str(folder)}


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
