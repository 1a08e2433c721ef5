from simulator.agent.settling import Look, Settling

EARLY, LATE = Look(modified_ns=1, size=100), Look(modified_ns=2, size=200)


def test_a_file_that_is_not_whole_is_judged_when_it_has_been_still() -> None:
    settling = Settling(settle_s=3.0)
    assert settling.is_worth_reading("a", EARLY, 0.0)
    assert not settling.is_still("a", EARLY, 0.0)
    settling.was_not_whole("a", EARLY, 0.0)

    assert not settling.is_worth_reading("a", EARLY, 2.9)
    assert settling.is_worth_reading("a", EARLY, 3.0)
    assert settling.is_still("a", EARLY, 3.0)


def test_a_file_that_grows_begins_to_be_still_anew() -> None:
    settling = Settling(settle_s=3.0)
    settling.was_not_whole("a", EARLY, 0.0)

    assert settling.is_worth_reading("a", LATE, 2.0)
    assert not settling.is_still("a", LATE, 10.0)
    settling.was_not_whole("a", LATE, 2.0)
    assert not settling.is_worth_reading("a", LATE, 4.9)
    assert settling.is_still("a", LATE, 5.0)


def test_looking_again_is_no_change() -> None:
    settling = Settling(settle_s=3.0)
    settling.was_not_whole("a", EARLY, 0.0)
    settling.was_not_whole("a", EARLY, 2.0)

    assert settling.is_still("a", EARLY, 3.0)


def test_another_file_of_that_name_is_a_new_one() -> None:
    settling = Settling(settle_s=3.0)
    settling.was_not_whole("a", EARLY, 0.0)
    settling.keep_only([])

    assert settling.is_worth_reading("a", EARLY, 10.0)
    assert not settling.is_still("a", EARLY, 10.0)


def test_without_a_time_to_settle_it_is_judged_at_the_next_look() -> None:
    settling = Settling(settle_s=0)
    settling.was_not_whole("a", EARLY, 0.0)

    assert settling.is_still("a", EARLY, 0.0)
