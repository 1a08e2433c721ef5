from loadtests.receptions.turns import draw_turns


def test_a_seed_fixes_whose_turn_it_is_when() -> None:
    assert draw_turns(7, "messages", 5, 10, range(3)) == draw_turns(7, "messages", 5, 10, range(3))
    assert draw_turns(7, "messages", 5, 10, range(3)) != draw_turns(8, "messages", 5, 10, range(3))


def test_faces_of_one_seed_do_not_act_in_step() -> None:
    messages, files = (draw_turns(7, face, 5, 10, range(3)) for face in ("messages", "folders"))

    assert [turn.at_s for turn in messages] != [turn.at_s for turn in files]


def test_as_many_act_as_are_asked_for_in_their_order() -> None:
    turns = draw_turns(1, "listeners", 2.5, 8, [4, 6])

    assert [turn.number for turn in turns] == list(range(20))
    assert [turn.at_s for turn in turns] == sorted(turn.at_s for turn in turns)
    assert turns[0].at_s >= 0
    assert turns[-1].at_s < 8
    assert {turn.institution for turn in turns} == {4, 6}
    assert not any(turn.is_warm_up for turn in turns)
