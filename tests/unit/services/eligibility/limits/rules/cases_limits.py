"""Worked cases of 自己負担限度額 and 標準負担額, with where each amount stands. Literals only."""

from typing import NamedTuple

OLD = "健康保険法施行令42条（令和8年7月31日までの版）"
NEW = "健康保険法施行令42条（令和8年政令第240号、令和8年8月1日施行）"
PLAN = "健康保険法施行令42条（同政令、令和9年8月1日施行予定）"
MHLW_OLD = "厚生労働省「高額療養費制度を利用される皆さまへ」（平成30年8月診療分から）計算例"
MHLW_NEW = "厚生労働省「高額療養費制度に関する参考資料」令和8年8月診療分から 計算例"
SEN = "健康保険法施行令42条1項各号かっこ書き（50銭以上は切上げ）"
HALF = "さいたま市「75歳到達月の自己負担限度額の特例について」移行月の表（基準額・医療費・多数回・外来の各2分の1）"
CASES_2018 = "厚生労働省「高額療養費の自己負担限度額の見直しに係る請求計算事例（高齢受給者）」（平成30年8月）"
CASES_2023 = "厚生労働省「後期高齢者医療制度の負担割合見直しに係る計算事例集」（令和5年4月）"
RELIEF = (
    "大阪府後期高齢者医療広域連合「窓口負担割合が2割負担となる方の配慮措置」（令和4年10月から令和7年9月診療分まで）"
)
RELIEF_OVER = "北上市「後期高齢者医療保険自己負担限度額が変更になります」（令和7年10月診療分から18,000円）"
MEAL_2024 = "健康保険の食事療養標準負担額（令和6年6月1日適用）"
MEAL_2025 = "健康保険の食事療養標準負担額（令和7年4月1日適用）"


class LimitCase(NamedTuple):
    """limit, many-times limit and outpatient cap of a month's treatment."""

    fact: str
    source: str
    category: str
    month: str
    cost: int
    limit: int
    many: int | None
    outpatient: int | None
    setting: str = "inpatient"
    turns_75: bool = False
    band: str | None = None
    table: str = "2026-08"


_FIRST, _RELIEVED, _OLD, _PLANNED = "2018-08", "2022-10", "2025-10", "2027-08"

LIMIT_CASES = [
    # Until July 2026
    LimitCase("ウ, one million", MHLW_OLD, "A03", "2026-07", 1_000_000, 87_430, 44_400, None, table=_OLD),
    LimitCase("ア, two million", OLD, "A01", "2026-07", 2_000_000, 264_180, 140_100, None, table=_OLD),
    LimitCase("イ, one million", OLD, "A02", "2026-07", 1_000_000, 171_820, 93_000, None, table=_OLD),
    LimitCase("エ, whatever the cost", OLD, "A04", "2026-07", 1_000_000, 57_600, 44_400, None, table=_OLD),
    LimitCase("オ", OLD, "A05", "2026-07", 1_000_000, 35_400, 24_600, None, table=_OLD),
    LimitCase("オ（境）as オ", OLD, "A06", "2026-07", 1_000_000, 35_400, 24_600, None, table=_OLD),
    LimitCase("現役並みⅢ as ア", OLD, "B01", "2026-07", 2_000_000, 264_180, 140_100, None, table=_OLD),
    LimitCase("現役並みⅡ as イ", OLD, "B02", "2026-07", 1_000_000, 171_820, 93_000, None, table=_OLD),
    LimitCase("現役並みⅠ as ウ", OLD, "B03", "2026-07", 1_000_000, 87_430, 44_400, None, table=_OLD),
    LimitCase("一般, inpatient", OLD, "B04", "2026-07", 1_000_000, 57_600, 44_400, 18_000, table=_OLD),
    LimitCase("一般, outpatient", OLD, "B04", "2026-07", 1_000_000, 18_000, None, 18_000, "outpatient", table=_OLD),
    LimitCase("低所得Ⅱ has no many-times", OLD, "B05", "2026-07", 500_000, 24_600, None, 8_000, table=_OLD),
    LimitCase("低所得Ⅰ", OLD, "B06", "2026-07", 500_000, 15_000, None, 8_000, table=_OLD),
    LimitCase("低所得Ⅰ（老福）", OLD, "B07", "2026-07", 500_000, 15_000, None, 8_000, table=_OLD),
    LimitCase("低所得Ⅰ（境）", OLD, "B08", "2026-07", 500_000, 15_000, None, 8_000, table=_OLD),
    LimitCase("一般Ⅱ", OLD, "B09", "2026-07", 500_000, 57_600, 44_400, 18_000, table=_OLD),
    LimitCase("一般Ⅰ", OLD, "B10", "2026-07", 500_000, 57_600, 44_400, 18_000, table=_OLD),
    LimitCase("the first table's first month", OLD, "A03", "2018-08", 1_000_000, 87_430, 44_400, None, table=_FIRST),
    LimitCase("its last", OLD, "A03", "2022-09", 1_000_000, 87_430, 44_400, None, table=_FIRST),
    LimitCase(
        "一般 of all from 70 on", OLD, "B04", "2019-05", 500_000, 18_000, None, 18_000, "outpatient", table=_FIRST
    ),
    LimitCase(
        "一般 of 70 to 74 stays", OLD, "B04", "2024-05", 500_000, 18_000, None, 18_000, "outpatient", table=_RELIEVED
    ),
    # 配慮措置: 一般Ⅱ, October 2022 to September 2025
    LimitCase("一般Ⅱ, no cost", RELIEF, "B09", "2022-10", 0, 6_000, None, 6_000, "outpatient", table=_RELIEVED),
    LimitCase(
        "一般Ⅱ, a cost below 30,000 counts as 30,000",
        RELIEF,
        "B09",
        "2022-10",
        29_990,
        6_000,
        None,
        6_000,
        "outpatient",
        table=_RELIEVED,
    ),
    LimitCase("一般Ⅱ, 30,000", RELIEF, "B09", "2022-10", 30_000, 6_000, None, 6_000, "outpatient", table=_RELIEVED),
    LimitCase("一般Ⅱ, 50,000", RELIEF, "B09", "2024-05", 50_000, 8_000, None, 8_000, "outpatient", table=_RELIEVED),
    LimitCase("一般Ⅱ, 149,990", RELIEF, "B09", "2025-09", 149_990, 17_999, None, 17_999, "outpatient", table=_RELIEVED),
    LimitCase("一般Ⅱ, 150,000", RELIEF, "B09", "2025-09", 150_000, 18_000, None, 18_000, "outpatient", table=_RELIEVED),
    LimitCase(
        "一般Ⅱ, never more", RELIEF, "B09", "2025-09", 500_000, 18_000, None, 18_000, "outpatient", table=_RELIEVED
    ),
    LimitCase(
        "一般Ⅱ, inpatient is not relieved", RELIEF, "B09", "2024-05", 500_000, 57_600, 44_400, None, table=_RELIEVED
    ),
    LimitCase(
        "一般Ⅰ pays 10 %: no relief",
        RELIEF,
        "B10",
        "2024-05",
        50_000,
        18_000,
        None,
        18_000,
        "outpatient",
        table=_RELIEVED,
    ),
    LimitCase(
        "the relief is over", RELIEF_OVER, "B09", "2025-10", 50_000, 18_000, None, 18_000, "outpatient", table=_OLD
    ),
    LimitCase(
        "事例3: 一般Ⅱ",
        CASES_2023,
        "B09",
        "2023-04",
        80_000,
        11_000,
        None,
        11_000,
        "outpatient",
        turns_75=False,
        table=_RELIEVED,
    ),
    LimitCase(
        "事例4: 一般Ⅱ",
        CASES_2023,
        "B09",
        "2023-04",
        130_000,
        16_000,
        None,
        16_000,
        "outpatient",
        turns_75=False,
        table=_RELIEVED,
    ),
    LimitCase(
        "事例2: 一般Ⅱ",
        CASES_2023,
        "B09",
        "2023-04",
        200_000,
        18_000,
        None,
        18_000,
        "outpatient",
        turns_75=False,
        table=_RELIEVED,
    ),
    LimitCase(
        "事例6: 一般Ⅱ in the month of 75",
        CASES_2023,
        "B09",
        "2023-04",
        40_000,
        7_000,
        None,
        7_000,
        "outpatient",
        turns_75=True,
        table=_RELIEVED,
    ),
    LimitCase(
        "事例7: 一般Ⅱ in the month of 75",
        CASES_2023,
        "B09",
        "2023-04",
        50_000,
        8_000,
        None,
        8_000,
        "outpatient",
        turns_75=True,
        table=_RELIEVED,
    ),
    LimitCase(
        "事例5: 一般Ⅱ in the month of 75",
        CASES_2023,
        "B09",
        "2023-04",
        100_000,
        9_000,
        None,
        9_000,
        "outpatient",
        turns_75=True,
        table=_RELIEVED,
    ),
    # August 2026 to July 2027
    LimitCase("ウ, one million", MHLW_NEW, "A03", "2026-11", 1_000_000, 92_940, 44_400, None),
    LimitCase("ウ, two million", MHLW_NEW, "A03", "2026-11", 2_000_000, 102_940, 44_400, None),
    LimitCase("ウ, three million", MHLW_NEW, "A03", "2026-11", 3_000_000, 112_940, 44_400, None),
    LimitCase("the first month of the new table", NEW, "A03", "2026-08", 1_000_000, 92_940, 44_400, None),
    LimitCase("its last month", NEW, "A03", "2027-07", 1_000_000, 92_940, 44_400, None),
    LimitCase("ア, two million", NEW, "A01", "2026-11", 2_000_000, 281_290, 140_100, None),
    LimitCase("イ, one million", NEW, "A02", "2026-11", 1_000_000, 183_130, 93_000, None),
    LimitCase("エ", NEW, "A04", "2026-11", 1_000_000, 61_500, 44_400, None),
    LimitCase("オ", NEW, "A05", "2026-11", 1_000_000, 36_900, 24_600, None),
    LimitCase("オ（境）", NEW, "A06", "2026-11", 1_000_000, 36_900, 24_600, None),
    LimitCase("現役並みⅢ", NEW, "B01", "2026-11", 2_000_000, 281_290, 140_100, None),
    LimitCase("現役並みⅡ", NEW, "B02", "2026-11", 1_000_000, 183_130, 93_000, None),
    LimitCase("現役並みⅠ", NEW, "B03", "2026-11", 1_000_000, 92_940, 44_400, None),
    LimitCase("現役並みⅠ has no outpatient cap", NEW, "B03", "2026-11", 1_000_000, 92_940, 44_400, None, "outpatient"),
    LimitCase("一般, inpatient", NEW, "B04", "2026-11", 1_000_000, 61_500, 44_400, 22_000),
    LimitCase("一般, outpatient", NEW, "B04", "2026-11", 1_000_000, 22_000, None, 22_000, "outpatient"),
    LimitCase("低所得Ⅱ has a many-times now", NEW, "B05", "2026-11", 500_000, 25_700, 24_600, 11_000),
    LimitCase("低所得Ⅱ, outpatient", NEW, "B05", "2026-11", 500_000, 11_000, None, 11_000, "outpatient"),
    LimitCase("低所得Ⅰ", NEW, "B06", "2026-11", 500_000, 15_700, None, 8_000),
    LimitCase("低所得Ⅰ, outpatient", NEW, "B06", "2026-11", 500_000, 8_000, None, 8_000, "outpatient"),
    LimitCase("低所得Ⅰ（老福）", NEW, "B07", "2026-11", 500_000, 15_700, None, 8_000),
    LimitCase("低所得Ⅰ（境）", NEW, "B08", "2026-11", 500_000, 15_700, None, 8_000),
    LimitCase("一般Ⅱ", NEW, "B09", "2026-11", 500_000, 61_500, 44_400, 22_000),
    LimitCase("一般Ⅰ, outpatient", NEW, "B10", "2026-11", 500_000, 22_000, None, 22_000, "outpatient"),
    LimitCase(
        "outpatient below 70 is as inpatient", NEW, "A03", "2026-11", 1_000_000, 92_940, 44_400, None, "outpatient"
    ),
    # The percentage
    LimitCase("no cost, no less than the base", NEW, "A03", "2026-11", 0, 85_800, 44_400, None),
    LimitCase("below the threshold, no less", NEW, "A03", "2026-11", 285_999, 85_800, 44_400, None),
    LimitCase("at the threshold", NEW, "A03", "2026-11", 286_000, 85_800, 44_400, None),
    LimitCase("49 sen are cut off", SEN, "A03", "2026-11", 286_049, 85_800, 44_400, None),
    LimitCase("50 sen make a yen", SEN, "A03", "2026-11", 286_050, 85_801, 44_400, None),
    LimitCase("149 sen make one yen", SEN, "A03", "2026-11", 286_149, 85_801, 44_400, None),
    LimitCase("150 sen make two", SEN, "A03", "2026-11", 286_150, 85_802, 44_400, None),
    LimitCase("50 sen in the old table", SEN, "A03", "2026-07", 267_050, 80_101, 44_400, None, table=_OLD),
    LimitCase("ten billion", NEW, "A01", "2026-11", 10_000_000_000, 100_261_290, 140_100, None),
    # 75歳到達月: of many-times cases the notice states the many-times amount alone
    LimitCase(
        "事例4",
        CASES_2018,
        "B02",
        "2018-08",
        336_000,
        84_270,
        46_500,
        None,
        "inpatient",
        turns_75=True,
        table=_FIRST,
    ),
    LimitCase(
        "事例6, many-times",
        CASES_2018,
        "B03",
        "2018-08",
        152_000,
        40_235,
        22_200,
        None,
        "inpatient",
        turns_75=True,
        table=_FIRST,
    ),
    LimitCase(
        "事例18, many-times",
        CASES_2018,
        "B04",
        "2018-08",
        135_000,
        28_800,
        22_200,
        9_000,
        "inpatient",
        turns_75=True,
        table=_FIRST,
    ),
    LimitCase(
        "事例32, many-times",
        CASES_2018,
        "B01",
        "2018-08",
        248_000,
        126_300,
        70_050,
        None,
        "outpatient",
        turns_75=True,
        table=_FIRST,
    ),
    LimitCase(
        "事例50",
        CASES_2018,
        "B04",
        "2018-08",
        125_000,
        9_000,
        None,
        9_000,
        "outpatient",
        turns_75=True,
        table=_FIRST,
    ),
    LimitCase("ア halved", HALF, "A01", "2026-07", 842_000, 130_510, 70_050, None, turns_75=True, table=_OLD),
    LimitCase(
        "ウ halved, threshold too", HALF, "A03", "2026-07", 133_500, 40_050, 22_200, None, turns_75=True, table=_OLD
    ),
    LimitCase(
        "ウ halved, one million", HALF, "A03", "2026-07", 1_000_000, 48_715, 22_200, None, turns_75=True, table=_OLD
    ),
    LimitCase("イ halved", HALF, "B02", "2026-07", 279_000, 83_700, 46_500, None, turns_75=True, table=_OLD),
    LimitCase("エ halved", HALF, "A04", "2026-07", 500_000, 28_800, 22_200, None, turns_75=True, table=_OLD),
    LimitCase("オ halved", HALF, "A05", "2026-07", 500_000, 17_700, 12_300, None, turns_75=True, table=_OLD),
    LimitCase("一般 halved", HALF, "B04", "2026-07", 500_000, 28_800, 22_200, 9_000, turns_75=True, table=_OLD),
    LimitCase(
        "一般 halved, outpatient",
        HALF,
        "B04",
        "2026-07",
        500_000,
        9_000,
        None,
        9_000,
        "outpatient",
        turns_75=True,
        table=_OLD,
    ),
    LimitCase(
        "低所得Ⅰ halved, below 10,500", HALF, "B06", "2026-07", 500_000, 7_500, None, 4_000, turns_75=True, table=_OLD
    ),
    LimitCase("ウ halved, new table", HALF, "B03", "2026-11", 143_000, 42_900, 22_200, None, turns_75=True),
    LimitCase("一般Ⅰ halved, new table", HALF, "B10", "2026-11", 500_000, 30_750, 22_200, 11_000, turns_75=True),
    LimitCase("低所得Ⅱ halved, new table", HALF, "B05", "2026-11", 500_000, 12_850, 12_300, 5_500, turns_75=True),
    LimitCase("低所得Ⅰ halved, new table", HALF, "B06", "2026-11", 500_000, 7_850, None, 4_000, turns_75=True),
    # A band that the month does not need
    LimitCase(
        "a band of the category, not needed yet", NEW, "A03", "2026-11", 1_000_000, 92_940, 44_400, None, band="28-34"
    ),
    # From August 2027
    LimitCase("127万円以上", PLAN, "A01", "2027-08", 1_140_000, 342_000, 140_100, None, band="127-up", table=_PLANNED),
    LimitCase(
        "103万〜121万円", PLAN, "A01", "2027-08", 1_110_000, 304_000, 140_100, None, band="103-121", table=_PLANNED
    ),
    LimitCase("83万〜98万円", PLAN, "A01", "2027-08", 1_001_000, 271_300, 140_100, None, band="83-98", table=_PLANNED),
    LimitCase("71万〜79万円", PLAN, "A02", "2027-08", 798_000, 210_400, 93_000, None, band="71-79", table=_PLANNED),
    LimitCase("62万〜68万円", PLAN, "A02", "2027-08", 748_000, 195_400, 93_000, None, band="62-68", table=_PLANNED),
    LimitCase("53万〜59万円", PLAN, "A02", "2027-08", 697_000, 180_100, 93_000, None, band="53-59", table=_PLANNED),
    LimitCase("44万〜50万円", PLAN, "A03", "2027-08", 468_000, 111_400, 44_400, None, band="44-50", table=_PLANNED),
    LimitCase("36万〜41万円", PLAN, "A03", "2027-08", 427_000, 99_100, 44_400, None, band="36-41", table=_PLANNED),
    LimitCase("28万〜34万円", PLAN, "A03", "2027-08", 386_000, 86_800, 44_400, None, band="28-34", table=_PLANNED),
    LimitCase("20万〜26万円", PLAN, "A04", "2027-08", 500_000, 69_600, 44_400, None, band="20-26", table=_PLANNED),
    LimitCase("16万〜19万円", PLAN, "A04", "2027-08", 500_000, 65_400, 44_400, None, band="16-19", table=_PLANNED),
    LimitCase(
        "15万円以下, many-times 34,500",
        PLAN,
        "A04",
        "2027-08",
        500_000,
        61_500,
        34_500,
        None,
        band="to-15",
        table=_PLANNED,
    ),
    LimitCase("非課税 needs no band", PLAN, "A05", "2027-08", 500_000, 36_900, 24_600, None, table=_PLANNED),
    LimitCase("オ（境）needs no band", PLAN, "A06", "2027-08", 500_000, 36_900, 24_600, None, table=_PLANNED),
    LimitCase(
        "現役並みⅢ in its highest band",
        PLAN,
        "B01",
        "2027-08",
        2_000_000,
        350_600,
        140_100,
        None,
        band="127-up",
        table=_PLANNED,
    ),
    LimitCase("現役並みⅡ", PLAN, "B02", "2027-08", 698_000, 209_400, 93_000, None, band="71-79", table=_PLANNED),
    LimitCase("現役並みⅠ", PLAN, "B03", "2027-08", 286_000, 85_800, 44_400, None, band="28-34", table=_PLANNED),
    LimitCase(
        "一般 20-26, outpatient",
        PLAN,
        "B04",
        "2027-08",
        500_000,
        28_000,
        None,
        28_000,
        "outpatient",
        band="20-26",
        table=_PLANNED,
    ),
    LimitCase(
        "一般Ⅱ 16-19, outpatient",
        PLAN,
        "B09",
        "2027-08",
        500_000,
        28_000,
        None,
        28_000,
        "outpatient",
        band="16-19",
        table=_PLANNED,
    ),
    LimitCase(
        "一般Ⅰ to 15, outpatient",
        PLAN,
        "B10",
        "2027-08",
        500_000,
        22_000,
        None,
        22_000,
        "outpatient",
        band="to-15",
        table=_PLANNED,
    ),
    LimitCase(
        "一般Ⅰ to 15, inpatient", PLAN, "B10", "2027-08", 500_000, 61_500, 34_500, 22_000, band="to-15", table=_PLANNED
    ),
    LimitCase(
        "低所得Ⅱ, outpatient 13,000",
        PLAN,
        "B05",
        "2027-08",
        500_000,
        13_000,
        None,
        13_000,
        "outpatient",
        table=_PLANNED,
    ),
    LimitCase("低所得Ⅱ, inpatient", PLAN, "B05", "2027-08", 500_000, 25_700, 24_600, 13_000, table=_PLANNED),
    LimitCase("低所得Ⅰ", PLAN, "B06", "2027-08", 500_000, 15_700, None, 8_000, table=_PLANNED),
    LimitCase("低所得Ⅰ（老福）", PLAN, "B07", "2027-08", 500_000, 15_700, None, 8_000, table=_PLANNED),
    LimitCase("低所得Ⅰ（境）", PLAN, "B08", "2027-08", 500_000, 15_700, None, 8_000, table=_PLANNED),
    LimitCase("the plan's last month", PLAN, "A05", "2028-07", 500_000, 36_900, 24_600, None, table=_PLANNED),
]


class MealCase(NamedTuple):
    """Yen for a meal."""

    source: str
    category: str
    month: str
    is_long_stay: bool
    yen: int


MEAL_CASES = [
    MealCase(MEAL_2024, "A03", "2024-06", False, 490),
    MealCase(MEAL_2024, "A03", "2025-03", False, 490),
    MealCase(MEAL_2024, "A05", "2025-03", False, 230),
    MealCase(MEAL_2024, "B05", "2025-03", True, 180),
    MealCase(MEAL_2024, "B06", "2025-03", False, 110),
    MealCase(MEAL_2025, "A01", "2025-04", False, 510),
    MealCase(MEAL_2025, "A04", "2026-05", False, 510),
    MealCase(MEAL_2025, "A04", "2026-05", True, 510),
    MealCase(MEAL_2025, "A05", "2026-05", False, 240),
    MealCase(MEAL_2025, "A05", "2026-05", True, 190),
    MealCase(MEAL_2025, "A06", "2026-05", False, 240),
    MealCase(MEAL_2025, "B04", "2026-05", False, 510),
    MealCase(MEAL_2025, "B05", "2026-05", False, 240),
    MealCase(MEAL_2025, "B05", "2026-05", True, 190),
    MealCase(MEAL_2025, "B06", "2026-05", False, 110),
    MealCase(MEAL_2025, "B07", "2026-05", True, 110),
    MealCase(MEAL_2025, "B08", "2026-05", False, 110),
    MealCase(MEAL_2025, "B10", "2026-05", False, 510),
]
