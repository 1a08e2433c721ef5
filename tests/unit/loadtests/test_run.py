from pathlib import Path

from loadtests.run import what_never_happened

HEAD = "Type,Name,Request Count,Failure Count\n"


def test_a_run_with_every_kind_of_request_misses_nothing(tmp_path: Path) -> None:
    statistics = tmp_path / "load_stats.csv"
    statistics.write_text(
        HEAD + "POST,check by card,9,0\nPOST,check by identifiers,5,0\n"
        "POST,check for a closed purpose,1,0\n,Aggregated,15,0\n"
    )

    assert what_never_happened(statistics) == []


def test_a_run_without_a_kind_of_request_names_it(tmp_path: Path) -> None:
    statistics = tmp_path / "load_stats.csv"
    statistics.write_text(HEAD + "POST,check by identifiers,5,0\nPOST,check by card,0,0\n")

    assert what_never_happened(statistics) == ["check by card", "check for a closed purpose"]


def test_a_run_without_statistics_misses_everything(tmp_path: Path) -> None:
    assert what_never_happened(tmp_path / "load_stats.csv") == [
        "check by card",
        "check by identifiers",
        "check for a closed purpose",
    ]
