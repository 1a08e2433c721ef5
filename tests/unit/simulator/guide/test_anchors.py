"""The names of headings. The literals are what GitHub makes of these headings."""

import pytest

from simulator.guide.anchors import Anchors


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("When machines break", "when-machines-break"),
        ("0. Caller and body", "0-caller-and-body"),
        ("A check, on one worker!", "a-check-on-one-worker"),
        ("カードで", "カードで"),
        ("保険者の種別 / Kinds of insurers", "保険者の種別--kinds-of-insurers"),
        ("Jenkins など", "jenkins-など"),
    ],
)
def test_a_heading_has_the_name_that_github_gives_it(heading: str, anchor: str) -> None:
    assert Anchors().anchor_of(heading) == anchor


def test_the_second_heading_of_the_same_words_is_told_apart() -> None:
    anchors = Anchors()

    assert [anchors.anchor_of("Again") for _ in range(3)] == ["again", "again-1", "again-2"]
