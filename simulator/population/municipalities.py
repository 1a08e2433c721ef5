"""Real municipalities, one or more a prefecture, with how many people live in the prefecture; streets are invented.

Persons in thousands: 総務省統計局「人口推計」 2022, rounded. Postal codes are of no street: the municipality's first
three digits and a number from 99 on.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from simulator.population.draws import Floats

PREFECTURES = 47
_TABLE = """
01 5140 北海道 札幌市中央区 060 函館市 040 旭川市 070
02 1204 青森県 青森市 030 八戸市 031
03 1181 岩手県 盛岡市 020
04 2280 宮城県 仙台市青葉区 980 石巻市 986
05 930 秋田県 秋田市 010
06 1041 山形県 山形市 990
07 1790 福島県 福島市 960 郡山市 963
08 2840 茨城県 水戸市 310 つくば市 305
09 1909 栃木県 宇都宮市 320
10 1913 群馬県 前橋市 371 高崎市 370
11 7337 埼玉県 さいたま市浦和区 330 川口市 332 所沢市 359
12 6266 千葉県 千葉市中央区 260 船橋市 273 松戸市 271
13 14038 東京都 新宿区 160 世田谷区 154 江東区 135 八王子市 192 足立区 120
14 9232 神奈川県 横浜市中区 231 川崎市川崎区 210 相模原市緑区 252
15 2153 新潟県 新潟市中央区 950 長岡市 940
16 1017 富山県 富山市 930
17 1118 石川県 金沢市 920
18 753 福井県 福井市 910
19 802 山梨県 甲府市 400
20 2020 長野県 長野市 380 松本市 390
21 1946 岐阜県 岐阜市 500
22 3582 静岡県 静岡市葵区 420 浜松市中央区 430
23 7495 愛知県 名古屋市中区 460 豊田市 471 岡崎市 444
24 1742 三重県 津市 514 四日市市 510
25 1409 滋賀県 大津市 520
26 2550 京都府 京都市中京区 604 宇治市 611
27 8782 大阪府 大阪市北区 530 堺市堺区 590 東大阪市 577
28 5402 兵庫県 神戸市中央区 650 姫路市 670 西宮市 662
29 1306 奈良県 奈良市 630
30 903 和歌山県 和歌山市 640
31 544 鳥取県 鳥取市 680
32 658 島根県 松江市 690
33 1862 岡山県 岡山市北区 700 倉敷市 710
34 2760 広島県 広島市中区 730 福山市 720
35 1313 山口県 山口市 753 下関市 750
36 704 徳島県 徳島市 770
37 934 香川県 高松市 760
38 1306 愛媛県 松山市 790
39 676 高知県 高知市 780
40 5116 福岡県 福岡市博多区 812 北九州市小倉北区 802 久留米市 830
41 801 佐賀県 佐賀市 840
42 1283 長崎県 長崎市 850 佐世保市 857
43 1718 熊本県 熊本市中央区 860
44 1107 大分県 大分市 870
45 1052 宮崎県 宮崎市 880
46 1563 鹿児島県 鹿児島市 892
47 1468 沖縄県 那覇市 900 沖縄市 904
"""
STREETS = ("見本町", "例示台", "模擬が丘", "試作町", "仮想町", "雛形", "架空新田", "想定通")
"""Of no real town."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """市区町村."""

    prefecture: int
    """01 to 47."""
    name: str
    """Without the prefecture."""
    place: str
    """With it."""
    postal_prefix: str
    thousands: float
    """Persons whom the nation gives it: the prefecture's in equal parts."""
    rank: int
    """Its place among those of its prefecture."""


@cache
def municipalities() -> tuple[Municipality, ...]:
    """Return all of them, by prefecture."""
    found = []
    for line in _TABLE.split("\n"):
        words = line.split()
        if not words:
            continue
        number, thousands, prefecture, *places = words
        names, postal_prefixes = places[::2], places[1::2]
        found += [
            Municipality(int(number), name, prefecture + name, postal_prefix, float(thousands) / len(names), rank)
            for rank, (name, postal_prefix) in enumerate(zip(names, postal_prefixes, strict=True))
        ]
    return tuple(found)


@cache
def municipality_weights() -> Floats:
    """Return how many people live in each."""
    return np.array([each.thousands for each in municipalities()])
