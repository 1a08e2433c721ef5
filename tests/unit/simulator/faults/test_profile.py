"""Profiles, those that come along and a tester's own."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator.faults.profile import PROFILES, read_profile
from simulator.faults.stories.story import story_named
from simulator.start_failed import StartFailed

RIGHT = {
    "title": "Ours",
    "source": "measured by ourselves",
    "delays": [{"operation": "check_eligibility", "parameters": {"milliseconds": 40}}],
}


def kept(folder: Path, content: Any) -> str:
    file = folder / "profile.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return str(file)


def test_two_come_along_and_say_that_their_figures_are_inferred() -> None:
    assert PROFILES == ("realistic", "slow-monday")
    for name in PROFILES:
        profile = read_profile(name)
        assert profile.source.startswith("Inferred")
        assert profile.title
        assert profile.title_ja


def test_half_of_all_checks_take_a_second_and_a_half_or_less() -> None:
    rules = {rule.match.operation: rule.parameters for rule in read_profile("realistic").rules(1)}

    assert rules["check_eligibility"] == {"percentiles": {"5": 700, "50": 1500, "95": 5000, "99": 10000}}


def test_its_rules_last_for_ever_and_are_drawn_by_the_worlds_seed(tmp_path: Path) -> None:
    (rule,) = read_profile(kept(tmp_path, RIGHT)).rules(1)
    (other,) = read_profile(kept(tmp_path, RIGHT)).rules(2)

    assert (rule.kind, rule.times, rule.ends_at, rule.of_profile) == ("delay", None, None, True)
    assert rule.key != other.key


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"delays": []}, "/delays"),
        ({"delays": [{"operation": "check_eligibilty", "parameters": {"milliseconds": 1}}]}, "/delays/0"),
        ({"delays": [{"operation": "check_eligibility", "parameters": {}}]}, "/delays/0"),
        ({"delays": [{"operation": "check_eligibility", "parameters": {"status": 500}}]}, "/delays/0"),
        ({"speed": "slow"}, "/speed"),
    ],
)
def test_a_file_that_cannot_be_meant_is_told_with_the_place(tmp_path: Path, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(StartFailed, match=told):
        read_profile(kept(tmp_path, {**RIGHT, **wrong}))


def test_an_unknown_name_tells_the_known_ones() -> None:
    with pytest.raises(StartFailed, match="realistic, slow-monday"):
        read_profile("lightning")


def test_a_slow_monday_is_as_slow_as_a_story_as_it_is_as_a_profile() -> None:
    story = story_named("slow-monday")
    assert story is not None
    told = next(rule["parameters"] for rule in story.rules if rule["kind"] == "delay")

    assert told == {"percentiles": {"5": 2000, "50": 4500, "95": 15000, "99": 30000}}
    assert told in [rule.parameters for rule in read_profile("slow-monday").rules(1)]
