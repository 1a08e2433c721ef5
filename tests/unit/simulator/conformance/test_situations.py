"""The catalogue of situations: whole, and met by what a client was answered."""

from datetime import date

import pytest

from simulator.conformance.situations import Situation, met_by, situations
from simulator.personas.cast import personas
from tests.unit.simulator.conformance.seen import by_card, by_number, refused, seen

PERSONAS = tuple(personas(1, date(2026, 11, 20)))


def met(*keys: str, people: tuple[str, ...] = ()) -> dict[str, Situation]:
    found = situations(PERSONAS, dict.fromkeys(keys, 1), dict.fromkeys(people, 1))
    return {each.id: each for each in found if each.is_met}


def test_the_catalogue_has_every_kind_and_each_id_once() -> None:
    catalogue = situations(PERSONAS, {}, {})
    ids = [each.id for each in catalogue]

    assert len(ids) == len(set(ids))
    assert {each.partition(":")[0] for each in ids} == {
        "validity",
        "refusal",
        "purpose",
        "line",
        "complaint",
        "code",
        "persona",
    }
    assert {"validity:superseded", "refusal:nonce-used", "purpose:purpose-prohibited", "complaint:1"} <= set(ids)
    assert {"code:LimitApplicationCertificateClassificationFlag:B09", "persona:twins"} <= set(ids)
    assert not [each for each in catalogue if each.is_met]
    assert all(each.title and each.title_ja for each in catalogue)


def test_who_was_found_meets_the_persona_its_codes_and_the_complaint() -> None:
    persona = next(each for each in PERSONAS if each.id == "employee-with-limit")
    assert persona.holder is not None
    found = met(people=(persona.holder.person_id.hex,))

    assert "persona:employee-with-limit" in found
    assert "code:LimitApplicationCertificateClassificationFlag:A03" in found
    assert "persona:twins" not in found


def test_where_nobody_is_found_what_is_answered_instead_meets_the_persona() -> None:
    assert "persona:unknown-identifiers" in met("validity:not_found")
    assert "persona:twins" in met("validity:ambiguous")
    assert "persona:coverage-lost" not in met("validity:invalid")


@pytest.mark.parametrize(
    ("request_seen", "expected"),
    [
        (by_card(), {"validity:valid"}),
        (by_number(code="purpose-prohibited", person=None), {"purpose:purpose-prohibited"}),
        (refused("nonce-used", 409), {"refusal:nonce-used"}),
        (seen(status=None, is_whole=False), {"line:no-answer"}),
        (seen(status=502), {"line:gateway"}),
        (seen(ended=1003.0), {"line:slow"}),
        (seen(operation="check_follow", ended=1025.0, waits=True), set()),
    ],
)
def test_a_request_meets_what_was_answered(request_seen: object, expected: set[str]) -> None:
    assert set(met_by(request_seen)) == expected  # type: ignore[arg-type]
