"""The bytes of a record."""

from typing import Any

import pytest

from shared.seal.acts import ACT_FIELDS, ActKind
from shared.seal.records import FIELDS, RecordUnreadable, canonical, id_of, leaf_of

RECORD: dict[str, Any] = dict.fromkeys(FIELDS) | {
    "check_id": "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55",
    "kinds": ["coverage"],
    "client_reference": '受付"1"\n/\x7f',
}


def test_the_bytes_of_a_record_are_its_members_in_order_without_blanks() -> None:
    text = canonical(RECORD).decode()

    assert text.startswith('{"check_id":"019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55","checked_at":null,"client_id":null,')
    assert '"client_reference":"受付\\"1\\"\\n/\x7f","nonce":null' in text
    assert text.endswith('"coverage_ids":null,"rederived_from":null,"listed_in":null}')


def test_the_order_in_which_members_come_does_not_count() -> None:
    assert leaf_of(dict(reversed(RECORD.items()))) == leaf_of(RECORD)


@pytest.mark.parametrize("name", FIELDS)
def test_every_member_counts(name: str) -> None:
    assert leaf_of(RECORD | {name: "changed"}) != leaf_of(RECORD)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {name: None for name in FIELDS if name != "code"},
        RECORD | {"more": None},
        RECORD | {"code": "\ud800"},
    ],
)
def test_what_is_no_record_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(RecordUnreadable):
        canonical(record)


ACT: dict[str, Any] = dict.fromkeys(ACT_FIELDS) | {
    "act_id": "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a56",
    "act": ActKind.CONSENT_WITHDRAWN,
    "is_from_before": False,
}


def test_the_bytes_of_an_act_are_its_members_in_order_and_say_which_act_it_is() -> None:
    text = canonical(ACT).decode()

    assert text.startswith(
        '{"act_id":"019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a56","act":"consent_withdrawn","acted_at":null,'
        '"acted_by":null,"is_from_before":false,"check_id":null,'
    )
    assert text.endswith('"opened_at":null,"ends_at":null,"listed_in":null}')


@pytest.mark.parametrize("name", ACT_FIELDS)
def test_every_member_of_an_act_counts(name: str) -> None:
    assert leaf_of(ACT | {name: "changed"}) != leaf_of(ACT)


def test_each_is_named_by_its_own_id() -> None:
    assert id_of(RECORD) == "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
    assert id_of(ACT) == "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a56"


def test_an_act_with_members_of_a_record_is_neither() -> None:
    with pytest.raises(RecordUnreadable):
        canonical(RECORD | {"act": "consent_given"})
