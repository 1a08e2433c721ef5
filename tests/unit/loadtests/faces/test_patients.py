from loadtests.faces.patients import holds_given

WRONG = "the consent of a moment ago is not among the patient's, given"


def shown(consent_id: str, state: str) -> dict[str, str]:
    return {"consent_id": consent_id, "state": state}


def test_a_patient_finds_the_consent_of_a_moment_ago() -> None:
    judge = holds_given("c1.medication")

    assert judge(200, {"items": [shown("c2.medication", "expired"), shown("c1.medication", "given")]}) is None
    assert judge(200, {"items": [shown("c1.medication", "expired")]}) == WRONG
    assert judge(200, {"items": []}) == WRONG
    assert judge(401, {"type": "urn:onshi:problem:token-invalid"}) == "expected 200, got 401 token-invalid"
