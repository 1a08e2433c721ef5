"""The age pyramid of Japan: persons and deaths by age.

Persons and death rates of 2021 by ages of five years: 総務省統計局「人口推計」 and 厚生労働省「人口動態統計」, as put
together at m-ac.jp (science/anthropology/birthrate/aging). Women are 51.4 % of all (人口推計 2022); how their share
rises with age is rounded by us.
"""

from dataclasses import dataclass

YEARS = 5
"""How many years of age each band holds; the last one too, though a few grow older."""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Those from ``since`` years of age on, for five years."""

    since: int
    persons: int
    deaths: float
    """Of one person in a year."""
    women: float
    """As a share of all."""


PYRAMID = (
    AgeBand(0, 4_306_705, 0.00044, 0.487),
    AgeBand(5, 4_958_811, 0.00007, 0.487),
    AgeBand(10, 5_293_924, 0.00008, 0.487),
    AgeBand(15, 5_507_326, 0.00022, 0.487),
    AgeBand(20, 5_889_685, 0.00037, 0.487),
    AgeBand(25, 5_950_058, 0.00039, 0.487),
    AgeBand(30, 6_204_880, 0.00046, 0.49),
    AgeBand(35, 7_084_813, 0.00061, 0.49),
    AgeBand(40, 7_953_106, 0.00090, 0.49),
    AgeBand(45, 9_545_851, 0.00143, 0.49),
    AgeBand(50, 9_078_679, 0.00231, 0.495),
    AgeBand(55, 7_688_412, 0.00362, 0.50),
    AgeBand(60, 7_298_775, 0.00549, 0.505),
    AgeBand(65, 7_799_913, 0.00891, 0.515),
    AgeBand(70, 9_620_147, 0.01412, 0.53),
    AgeBand(75, 6_678_728, 0.02379, 0.55),
    AgeBand(80, 5_540_046, 0.04065, 0.59),
    AgeBand(85, 3_859_852, 0.07574, 0.65),
    AgeBand(90, 1_900_000, 0.13904, 0.73),
    AgeBand(95, 536_000, 0.25007, 0.82),
    AgeBand(100, 85_000, 0.40308, 0.88),
)
