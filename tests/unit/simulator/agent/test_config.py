from pathlib import Path

import pytest

from simulator.agent.config import Config, ConfigInvalid, config_in, read_config


def test_without_a_file_it_works_as_the_page_says(tmp_path: Path) -> None:
    assert config_in(tmp_path, None) == Config(
        answer_encoding="as_request",
        face_encoding="utf-8",
        edition="2026",
        order="spec",
        keep_minutes=1440,
        delivery="move",
        bulk_answer="xml",
        settle_seconds=3.0,
    )


def test_a_file_in_the_root_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "onshi-agent.toml").write_text(
        'answer_encoding = "shift_jis"\nedition = 2023\nkeep_minutes = 0\nsettle_seconds = 0.5\n', encoding="utf-8-sig"
    )

    config = config_in(tmp_path, None)

    assert (config.answer_encoding, config.edition) == ("shift_jis", "2023")
    assert (config.keep_minutes, config.settle_seconds) == (0, 0.5)


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(ConfigInvalid) as caught:
        read_config(
            'answer_encodng = "utf-8"\ndelivery = "copy"\nkeep_minutes = 1.5\nsettle_seconds = true\ncolour = 1\n'
        )

    said = str(caught.value)
    assert "answer_encodng is unknown; did you mean answer_encoding?" in said
    assert "delivery must be one of move, in_place" in said
    assert "keep_minutes must be a whole number from 0 to 525600" in said
    assert "settle_seconds must be a number from 0 to 600" in said
    assert "colour is unknown; known are answer_encoding," in said


@pytest.mark.parametrize(("text", "said"), [("answer", "no TOML"), ("[agent]\n", "agent is unknown")])
def test_what_is_no_such_file_is_told(text: str, said: str) -> None:
    with pytest.raises(ConfigInvalid, match=said):
        read_config(text)


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match="there is no such file"):
        config_in(tmp_path, tmp_path / "other.toml")


def test_a_file_in_other_characters_is_told(tmp_path: Path) -> None:
    (tmp_path / "onshi-agent.toml").write_bytes("# 設定".encode("cp932"))

    with pytest.raises(ConfigInvalid, match="cannot be read"):
        config_in(tmp_path, None)
