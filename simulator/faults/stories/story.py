"""What a story is, and which there are: what clinics of the real system complain of, with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.nearest import nearest
from simulator.faults.profile import read_profile

HOUR_S = 3600
_CHECK = {"operation": "check_eligibility"}
_SURVEY = "全国保険医団体連合会 (保団連), survey of October to December 2025, 10,519 institutions"


@dataclass(frozen=True, slots=True)
class Story:
    """Faults that belong together. Each rule is what ``POST /faults`` takes; all last an hour of the world's clock."""

    name: str
    title: str
    title_ja: str
    source: str
    """Where it is told; what no source says, such as a share, is inferred and said to be."""
    rules: tuple[Mapping[str, Any], ...]


def _all_the_time(kind: str, match: Mapping[str, str], share: float | None = None, **parameters: Any) -> dict[str, Any]:
    rule = {"kind": kind, "parameters": parameters, "match": match, "times": None, "for_seconds": HOUR_S}
    return rule if share is None else rule | {"share": share}


def _delay_of_a_check(profile: str) -> dict[str, Any]:
    """Return how long a check takes in a profile: its figures stand in one place."""
    return next(
        each.parameters.given() for each in read_profile(profile).delays if each.operation == _CHECK["operation"]
    )


STORIES: Sequence[Story] = (
    Story(
        "expired-certificates",
        "The wave of expired certificates of 2025",
        "電子証明書の期限切れの集中（2025年）",
        f"{_SURVEY}: 45.2 % of those with trouble had expired certificates. The share of cards, a tenth, is inferred.",
        (_all_the_time("refusal", _CHECK, 0.1, code="certificate-expired"),),
    ),
    Story(
        "jlis-outage",
        "J-LIS does not tell the status of certificates",
        "J-LIS障害（電子証明書の有効性が確認できない）",
        "J-LIS, notice of the JPKI maintenance on 2024-12-15. That every card is concerned is inferred; checks by "
        "number go on.",
        (_all_the_time("status_unknown", {}),),
    ),
    Story(
        "april-registration-lag",
        "The registration lag of April",
        "4月の資格情報の登録遅れ",
        f"{_SURVEY}: 50.9 % of those with trouble had 資格無効 of people who are insured. An employer has five days, "
        "an insurer five more. The shares, three and one in ten, are inferred.",
        (
            _all_the_time("stale_insurer", _CHECK, 0.3),
            _all_the_time("registration_lag", _CHECK, 0.1, days=10),
        ),
    ),
    Story(
        "substitute-characters",
        "● in every name",
        "すべての氏名に●",
        f"{_SURVEY}: 77.2 % of those with trouble had ● in place of characters. That every name has one is more than "
        "was told.",
        (_all_the_time("substitute_characters", _CHECK),),
    ),
    Story(
        "slow-monday",
        "A slow Monday morning",
        "月曜午前の遅延",
        "No response times of the real service are public. 電子処方箋, on the same line: about 2 s; clients wait 30 to "
        "60 s. The percentiles, three times as long as on other days, and 503 for one in a hundred are inferred.",
        (
            _all_the_time("delay", _CHECK, **_delay_of_a_check("slow-monday")),
            _all_the_time("status", _CHECK, 0.01, status=503),
        ),
    ),
)


def story_named(name: str) -> Story | None:
    """Return the story of this name."""
    return next((story for story in STORIES if story.name == name), None)


def nearest_story(name: str) -> str | None:
    """Return the name that may have been meant by one that no story has."""
    found = nearest(name, [story.name for story in STORIES], most=1, alike=0.4)
    return found[0] if found else None
