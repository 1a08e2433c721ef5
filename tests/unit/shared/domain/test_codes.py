"""The code tables as 別紙5-1 (業務コード仕様) prints them: each code and its term."""

import pytest

from shared.domain import codes
from shared.domain.codes import Code, LimitCategory, Sex


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        (
            codes.QualificationValidity,
            {
                "1": "有効",
                "2": "無効",
                "3": "無効（新しい資格あり）",
                "4": "該当資格なし",
                "5": "複数該当",
                "6": "有効（未登録）",
            },
        ),
        (codes.Sex, {"1": "男", "2": "女", "3": "未設定"}),
        (
            codes.LossReason,
            {"01": "死亡", "02": "生活保護受給開始", "03": "医療保険等の資格取得", "99": "その他"},
        ),
        (codes.Relationship, {"1": "本人", "2": "家族"}),
        (
            codes.LimitCertificateKind,
            {"01": "限度額適用認定証", "02": "限度額適用・標準負担額減額認定証", "03": "標準負担額減額認定証"},
        ),
        (codes.TicketKind, {"01": "医療券", "02": "調剤券"}),
        (codes.TicketUse, {"01": "単独", "02": "併用"}),
        (codes.PrescriptionForm, {"1": "電子", "2": "紙"}),
    ],
)
def test_each_table_is_as_printed(table: type[Code], printed: dict[str, str]) -> None:
    assert {member.code: member.term for member in table} == printed


def test_a_member_is_its_word_and_is_found_by_it() -> None:
    assert Sex("female") is Sex.FEMALE
    assert f"{Sex.FEMALE}" == "female"
    by_word: dict[str, int] = {Sex.FEMALE: 1}
    assert by_word["female"] == 1
    with pytest.raises(ValueError, match="divers"):
        Sex("divers")


def test_a_categories_are_of_people_below_70_and_b_categories_of_those_from_70_on() -> None:
    assert [category.value for category in LimitCategory if not category.is_from_70] == [
        *("A01", "A02", "A03", "A04", "A05", "A06")
    ]
