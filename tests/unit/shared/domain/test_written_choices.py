"""Sex, share and 本人・家族 as people write them."""

import pytest

from shared.domain.codes import Relationship, Sex
from shared.domain.written_choices import relationship_of, sex_of, share_of


@pytest.mark.parametrize(
    ("text", "share"),
    [
        *(
            ("3割", 30),
            ("２割", 20),
            ("一割", 10),
            ("3割負担", 30),
            ("30", 30),
            ("３０", 30),
            ("30%", 30),
            ("２０％", 20),
        ),
        *(("030", 30), ("0.3", 30), ("0.30", 30), (".1", 10), ("3", 30), (" 3 割 ", 30), ("30.0", 30), ("02", 20)),
        *(
            ("4割", None),
            ("0割", None),
            ("40", None),
            ("0", None),
            ("300", None),
            ("3.5", None),
            ("三", None),
            ("half", None),
        ),
        *(("", None), ("百割", None), ("0.33", None)),
    ],
)
def test_shares(text: str, share: int | None) -> None:
    assert share_of(text) == share


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        *(
            ("男", Sex.MALE),
            ("男性", Sex.MALE),
            ("Male", Sex.MALE),
            ("ｍ", Sex.MALE),
            ("１", Sex.MALE),
            ("ｵﾄｺ", Sex.MALE),
        ),
        *(("女", Sex.FEMALE), ("女 性", Sex.FEMALE), ("F", Sex.FEMALE), ("02", Sex.FEMALE), ("female", Sex.FEMALE)),
        *(
            ("未設定", Sex.UNSET),
            ("unset", Sex.UNSET),
            ("3", Sex.UNSET),
            ("不明", None),
            ("0", None),
            ("男女", None),
            ("", None),
        ),
    ],
)
def test_sexes(text: str, sex: Sex | None) -> None:
    assert sex_of(text) == sex


@pytest.mark.parametrize(
    ("text", "relationship"),
    [
        *(
            ("本人", Relationship.SELF),
            ("１", Relationship.SELF),
            ("被保険者", Relationship.SELF),
            ("Self", Relationship.SELF),
        ),
        *(
            ("家族", Relationship.FAMILY),
            ("被扶養者", Relationship.FAMILY),
            ("2", Relationship.FAMILY),
            ("妻", None),
            ("3", None),
        ),
    ],
)
def test_relationships(text: str, relationship: Relationship | None) -> None:
    assert relationship_of(text) == relationship
