from pathlib import Path

import pytest

from loadtests.mix.reading import NEWEST, MixUnreadable, read_mix


def test_the_mix_is_that_of_october_2025() -> None:
    mix = read_mix()

    assert mix.at == {"clinic": 42.1, "pharmacy": 40.6, "dental_clinic": 8.7, "hospital": 8.5}
    assert (mix.card_share("hospital"), mix.card_share("clinic")) == (57.0, 35.3)
    assert mix.views == {"medication": 29.0, "diagnosis": 57.0, "checkups": 29.0}
    assert (mix.bulk.percent, mix.answers.closed_purpose, mix.answers.superseded) == (12.0, 0.1, 1.0)


def test_a_mix_without_a_share_of_former_numbers_has_none(tmp_path: Path) -> None:
    file = tmp_path / "mix.toml"
    file.write_text(NEWEST.read_text(encoding="utf-8").replace("superseded = 1.0", ""), encoding="utf-8")

    assert read_mix(file).answers.superseded == 0


def test_the_shares_of_cards_at_all_kinds_make_up_that_of_the_nation() -> None:
    mix = read_mix()

    by_card = sum(share * mix.card_share(kind) for kind, share in mix.at.items()) / sum(mix.at.values())

    assert by_card == pytest.approx(37.1, abs=0.1)


def test_the_nations_busiest_minutes_have_1220_receptions_a_second() -> None:
    assert read_mix().nation.rate == pytest.approx(1220.4, abs=0.1)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("clinic = 42.1", "clinic = 142.1"),
        ("not_found = 1.0", "not_found = 100.0"),
        ("superseded = 1.0", "superseded = 99.0"),
        ("other = 35.3", ""),
        ("percent = 12.0", "percent = 12.0\nshare = 1"),
        ("[bulk]", "[bulk"),
    ],
)
def test_what_is_no_mix_is_refused(tmp_path: Path, was: str, becomes: str) -> None:
    file = tmp_path / "mix.toml"
    file.write_text(NEWEST.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")

    with pytest.raises(MixUnreadable, match=r"mix\.toml"):
        read_mix(file)
