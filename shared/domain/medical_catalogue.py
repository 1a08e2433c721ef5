"""What invented medical data is made of: every code, drug and finding here is this simulator's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.domain.purposes import DataKind

INSTITUTION_CODES: Mapping[str, str] = MappingProxyType(
    {
        "模擬第一医院": "9919000019",
        "模擬中央病院": "9919000027",
        "模擬みどり内科": "9919000035",
        "模擬整形外科": "9919000043",
    }
)
"""Where it happened, by name: invented, in prefecture 99, which there is not; none of them asks anything."""
INSTITUTIONS = tuple(INSTITUTION_CODES)


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be on record; ``least`` and ``most`` bound its value, with ``places`` decimals."""

    code: str
    name: str
    least: int = 0
    most: int = 0
    unit: str | None = None
    places: int = 0
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """How far back a kind reaches, and in how many of 256 months something happens."""

    months: int
    chance: int
    items: tuple[Item, ...]
    all_at_once: bool = False
    """Every item on one day, as at a check-up."""


_DRUGS = (
    Item("SIM-YZ-001", "模擬アムロ錠5mg", 14, 35, "日分", note="1日1回 朝食後"),
    Item("SIM-YZ-002", "模擬ロキソ錠60mg", 3, 7, "日分", note="1日3回 毎食後"),
    Item("SIM-YZ-003", "模擬カルボシス錠500mg", 5, 10, "日分", note="1日3回 毎食後"),
    Item("SIM-YZ-004", "模擬メトホル錠250mg", 28, 35, "日分", note="1日2回 朝夕食後"),
    Item("SIM-YZ-005", "模擬ヒルド軟膏0.3%", 25, 50, "g", note="1日2回 塗布"),
)
_MEASURED = (
    Item("SIM-TK-001", "身長", 1500, 1800, "cm", 1),
    Item("SIM-TK-002", "体重", 450, 850, "kg", 1),
    Item("SIM-TK-003", "収縮期血圧", 105, 150, "mmHg"),
    Item("SIM-TK-004", "HbA1c（NGSP）", 50, 72, "%", 1),
    Item("SIM-TK-005", "LDLコレステロール", 80, 170, "mg/dL"),
)

SCHEDULES: Mapping[DataKind, Schedule] = MappingProxyType(
    {
        DataKind.MEDICATION: Schedule(36, 90, _DRUGS),
        DataKind.CHECKUPS: Schedule(60, 22, _MEASURED, all_at_once=True),
        DataKind.DIAGNOSIS: Schedule(
            36,
            110,
            (
                Item("SIM-SR-001", "再診料"),
                Item("SIM-SR-002", "生活習慣病管理料"),
                Item("SIM-SR-003", "末梢血液一般検査"),
                Item("SIM-SR-004", "単純X線撮影"),
                Item("SIM-SR-005", "創傷処置"),
            ),
        ),
        DataKind.OPERATION: Schedule(
            60,
            6,
            (Item("SIM-SH-001", "模擬 白内障手術"), Item("SIM-SH-002", "模擬 鼠径ヘルニア手術")),
        ),
        DataKind.DIAGNOSIS_NAME: Schedule(
            60,
            16,
            (
                Item("SIM-SB-001", "高血圧症"),
                Item("SIM-SB-002", "2型糖尿病"),
                Item("SIM-SB-003", "腰痛症"),
                Item("SIM-SB-004", "急性気管支炎"),
            ),
        ),
        DataKind.INFECTION: Schedule(
            60, 8, (Item("SIM-KS-001", "HBs抗原 陰性"), Item("SIM-KS-002", "梅毒TP抗体 陰性"))
        ),
        DataKind.ALLERGY: Schedule(
            60, 6, (Item("SIM-AL-001", "そば"), Item("SIM-AL-002", "スギ花粉"), Item("SIM-AL-003", "造影剤"))
        ),
        DataKind.CONTRAINDICATION: Schedule(60, 4, (Item("SIM-KK-001", "模擬ペニシ系抗菌薬"),)),
        DataKind.TEST_RESULTS: Schedule(
            60,
            24,
            (
                Item("SIM-KN-001", "血清クレアチニン", 50, 120, "mg/dL", 2),
                Item("SIM-KN-002", "AST（GOT）", 12, 55, "U/L"),
                Item("SIM-KN-003", "空腹時血糖", 80, 140, "mg/dL"),
            ),
            all_at_once=True,
        ),
        DataKind.PRESCRIPTION: Schedule(3, 128, _DRUGS),
    }
)
"""By kind; every kind of medical data is here."""
