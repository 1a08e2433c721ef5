from simulator.agent.patience import Patience, PatienceOfFiles, pause_s


def test_pauses_double_up_to_a_bound_and_are_never_shorter_than_asked() -> None:
    assert [pause_s(failures) for failures in (1, 2, 3, 7, 1000)] == [0.25, 0.5, 1.0, 15.0, 15.0]
    assert (pause_s(1, 5.0), pause_s(1, 3600.0), pause_s(7, 1.0)) == (5.0, 60.0, 15.0)


def test_many_failures_at_once_are_one() -> None:
    patience = Patience()
    for _ in range(16):
        patience.failed(100.0)

    assert patience.failures == 1
    assert (patience.is_over(100.2), patience.is_over(100.25)) == (False, True)


def test_what_goes_well_ends_it() -> None:
    patience = Patience()
    patience.failed(100.0)
    patience.went_well()

    assert patience.is_over(100.0)
    assert patience.failures == 0


def test_each_file_waits_for_itself() -> None:
    patience = PatienceOfFiles()
    patience.failed("a", 100.0)

    assert (patience.is_over("a", 100.1), patience.is_over("b", 100.1)) == (False, True)
    patience.keep_only(["b"])
    assert patience.is_over("a", 100.1)
