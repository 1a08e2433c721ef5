from loadtests.receptions.asking import member_is


def test_an_answer_has_its_status_and_its_members() -> None:
    judge = member_is(201, person_id="p1")

    assert judge(201, {"person_id": "p1", "name": "x"}) is None
    assert judge(200, {"person_id": "p1"}) is None
    assert judge(201, {"person_id": "p2"}) == "expected another person_id"
    assert judge(409, {"type": "urn:onshi:problem:already-exists"}) == "expected 201, got 409 already-exists"
    assert judge(500, {}) == "expected 201, got 500"
