from simulator.agent.ageing import Ageing

DAY_S = 86_400.0
NOON_NS = 1_700_000_000_000_000_000
NOON_S = 1_700_000_000.0


def test_a_file_is_removed_when_its_time_is_over() -> None:
    ageing = Ageing(keep_s=60.0)

    assert ageing.too_old({"a": NOON_NS}, NOON_S, 0.0) == []
    assert ageing.too_old({"a": NOON_NS}, NOON_S + 59, 59.0) == []
    assert ageing.too_old({"a": NOON_NS}, NOON_S + 60, 60.0) == ["a"]


def test_what_lay_there_before_has_its_age() -> None:
    ageing = Ageing(keep_s=60.0)

    assert ageing.too_old({"old": NOON_NS, "new": NOON_NS + 50 * 10**9}, NOON_S + 61, 0.0) == ["old"]


def test_a_jump_of_the_machines_clock_removes_nothing() -> None:
    ageing = Ageing(keep_s=60.0)
    ageing.too_old({"a": NOON_NS}, NOON_S, 0.0)

    assert ageing.too_old({"a": NOON_NS}, NOON_S + 365 * DAY_S, 1.0) == []
    assert ageing.too_old({"a": NOON_NS}, NOON_S - 365 * DAY_S, 2.0) == []


def test_a_file_from_the_future_begins_now() -> None:
    ageing = Ageing(keep_s=60.0)

    assert ageing.too_old({"a": NOON_NS}, NOON_S - DAY_S, 0.0) == []
    assert ageing.too_old({"a": NOON_NS}, NOON_S - DAY_S, 60.0) == ["a"]


def test_a_new_file_of_the_same_name_has_an_age_of_its_own() -> None:
    ageing = Ageing(keep_s=60.0)
    ageing.too_old({"a": NOON_NS}, NOON_S, 0.0)

    assert ageing.too_old({"a": NOON_NS + 50 * 10**9}, NOON_S + 61, 61.0) == []


def test_without_a_time_nothing_is_removed() -> None:
    assert Ageing(keep_s=0.0).too_old({"a": 0}, NOON_S, 0.0) == []
