"""Requests that break each rule, that keep it, and that come near and break nothing."""

from collections.abc import Sequence
from typing import Any

from simulator.conformance.observation import Observation
from tests.unit.simulator.conformance.seen import BOB, by_card, by_number, invalid, refused, seen

TOKEN: dict[str, Any] = {"operation": "tokens_get_token", "service": "registry", "place": "token"}
LIST: dict[str, Any] = {"operation": "check_follow", "place": "list"}
BULK: dict[str, Any] = {"operation": "bulk_checks_get_one", "place": "reception"}
CHALLENGE: dict[str, Any] = {"operation": "check_issue_challenge", "place": "challenges"}


def tokens(times: int, calls_between: int) -> list[Observation]:
    requests = []
    for number in range(times):
        requests.append(seen(number * 10, **TOKEN))
        requests += [by_number(number * 10 + 1 + call, person=BOB) for call in range(calls_between)]
    return requests


def challenged(times: int) -> list[Observation]:
    return [
        each
        for number in range(times)
        for each in (seen(number * 10, **CHALLENGE), by_card(number * 10 + 1, person=f"{number:032x}"))
    ]


def lost(after_s: float = 0.0) -> Observation:
    return by_number(after_s, status=None, is_whole=False, check_id="c1", code="valid", is_faulty=True, key="k1")


def others(many: int) -> list[Observation]:
    return [by_number(1 + number, person=f"{number:032x}", body=f"other-{number}") for number in range(many)]


def ambiguous() -> Observation:
    return by_number(code="ambiguous", person=None, check_id="c1")


def message(after_s: float = 0.0, **members: Any) -> Observation:
    """Return an answered siquc01."""
    return by_number(after_s, **{"message": "siquc01", "identifier": "i1", "asks": "alice", **members})


BREAKS: dict[str, Sequence[Observation]] = {
    "token-sent": [refused("token-missing", 401)],
    "token-renewed-in-time": [refused("token-expired", 401)],
    "token-used-for-many": tokens(6, 1),
    "client-secret-right": [seen(**TOKEN | {"status": 401, "code": "client-credentials-invalid"})],
    "secret-not-guessed": [seen(**TOKEN | {"status": 429, "code": "too-many-guesses"})],
    "role-and-scope-fit": [refused("scope-missing", 403)],
    "own-world": [refused("world-mismatch", 403)],
    "own-client-certificate": [refused("client-certificate-mismatch", 403)],
    "nonce-once": [refused("nonce-used", 409)],
    "nonce-fresh": [refused("nonce-expired", 409)],
    "nonce-own": [refused("nonce-foreign", 409)],
    "nonce-from-the-answer": challenged(6),
    "proof-readable": [refused("signature-invalid")],
    "proof-claims-agree": [refused("proof-mismatch")],
    "certificate-of-the-card": [refused("certificate-wrong-kind")],
    "body-readable": [refused("body-unreadable", 400)],
    "fields-known": [invalid("/insured/brnch", "extra-forbidden")],
    "values-in-form": [invalid("/purpose", "enum")],
    "numbers-in-form": [invalid("/insured/insurer_number", "invalid")],
    "day-possible": [invalid("/as_of", "invalid")],
    "cursor-as-given": [invalid("/query/after", "invalid", **LIST)],
    "my-number-never": [refused("my-number-not-accepted")],
    "address-known": [seen(operation=None, status=404, code="resource-not-found")],
    "user-agent-sent": [by_card(has_agent=False)],
    "purpose-never-online": [by_number(code="purpose-prohibited", person=None, purpose="EMPLOY_CONTRACT")],
    "purpose-fits-the-institution": [by_number(code="purpose-not-for-this-role", person=None, purpose="REVIEW")],
    "purpose-after-what-it-needs": [by_number(code="purpose-not-opened", person=None, purpose="DISASTER_READ")],
    "consent-of-somebody-there": [by_number(consent=True, purpose="CLAIM")],
    "card-before-numbers": [by_card(), by_number(60)],
    "recheck-of-own-check": [invalid("/recheck_of", "unknown")],
    "records-under-consent": [refused("consent-missing", 403, operation="medical_records_read")],
    "retry-after-kept": [
        by_number(status=503, code="overloaded", retry_after_s=2.0, is_faulty=True),
        by_number(1.9),
    ],
    "retry-not-at-once": [by_number(status=500, code=None), by_number(0.1)],
    "retries-end": [by_number(number, status=500, code=None) for number in range(7)],
    "refused-not-repeated": [invalid("/purpose", "enum", body="b"), invalid("/purpose", "enum", 1, body="b")],
    "list-waited-for": [seen(number / 2, **LIST) for number in range(4)],
    "list-goes-on": [seen(number * 30, **LIST) for number in range(5)],
    "bulk-polled-slowly": [seen(number / 2, **BULK) for number in range(4)],
    "many-in-bulk": [by_number(number / 4, person=f"{number:032x}") for number in range(200)],
    "once-a-visit": [by_number(number) for number in range(5)],
    "misses-few": [refused("too-many-misses", 429)],
    "key-on-a-repeat": [by_number(status=500, code=None, key="k1"), by_number(2)],
    "key-for-one-request": [refused("idempotency-key-reused")],
    "lost-answer-found-again": [lost(), *others(20)],
    "ambiguous-asked-again": [ambiguous(), *others(20)],
    "change-of-the-newest": [refused("version-mismatch", 412, operation="coverages_correct")],
    "reception-number-given": [seen(**BULK | {"status": 404, "code": "resource-not-found"})],
    "message-identifier-once": [message(), message(60, asks="bob")],
    "message-institution-own": [message(status=403, code="institution-differs")],
    "consent-flag-told": [message(flaws=("consent-flag-told",))],
    "insurer-number-in-eight": [message(flaws=("insurer-number-in-eight",))],
    "message-in-order": [message(flaws=("message-in-order",))],
    "message-charset-one": [message(flaws=("message-charset-one",))],
    "message-characters-of-the-set": [message(flaws=("message-characters-of-the-set",))],
}
"""By rule: requests of which the last one breaks it."""

KEEPS: dict[str, Sequence[Observation]] = {
    "token-sent": [by_card()],
    "token-renewed-in-time": [by_card()],
    "token-used-for-many": tokens(2, 2),
    "client-secret-right": [seen(**TOKEN)],
    "secret-not-guessed": [seen(**TOKEN)],
    "role-and-scope-fit": [by_card()],
    "own-world": [by_card()],
    "own-client-certificate": [by_card()],
    "nonce-once": [by_card()],
    "nonce-fresh": [by_card()],
    "nonce-own": [by_card()],
    "nonce-from-the-answer": [seen(**CHALLENGE), by_card(1), by_card(2)],
    "proof-readable": [by_card()],
    "proof-claims-agree": [by_card()],
    "certificate-of-the-card": [by_card()],
    "body-readable": [by_number()],
    "fields-known": [by_number()],
    "values-in-form": [by_number()],
    "numbers-in-form": [by_number()],
    "day-possible": [by_number()],
    "cursor-as-given": [seen(goes_on=True, **LIST)],
    "my-number-never": [by_number()],
    "address-known": [by_number()],
    "user-agent-sent": [by_number()],
    "purpose-never-online": [by_number()],
    "purpose-fits-the-institution": [by_number()],
    "purpose-after-what-it-needs": [by_number()],
    "consent-of-somebody-there": [by_number(consent=True)],
    "card-before-numbers": [by_card()],
    "recheck-of-own-check": [by_number(method="recheck", purpose="CLAIM")],
    "records-under-consent": [seen(operation="medical_records_read")],
    "retry-after-kept": [
        by_number(status=503, code="overloaded", retry_after_s=2.0, is_faulty=True),
        by_number(2.1),
    ],
    "retry-not-at-once": [by_number(status=500, code=None), by_number(1)],
    "retries-end": [by_number(status=500, code=None), by_number(1)],
    "refused-not-repeated": [invalid("/purpose", "enum", body="b"), by_number(1)],
    "list-waited-for": [seen(waits=True, **LIST)],
    "list-goes-on": [seen(**LIST), seen(1, goes_on=True, **LIST)],
    "bulk-polled-slowly": [seen(**BULK), seen(2, **BULK)],
    "many-in-bulk": [seen(operation="bulk_checks_receive", status=202)],
    "once-a-visit": [by_number(number * 61) for number in range(6)],
    "misses-few": [by_number()],
    "key-on-a-repeat": [by_number(status=500, code=None, key="k1"), by_number(2, key="k1")],
    "key-for-one-request": [by_number(key="k1")],
    "lost-answer-found-again": [lost(), seen(5, operation="check_get_one", check_id="c1")],
    "ambiguous-asked-again": [ambiguous(), by_number(5, has_branch=True, body="with-branch")],
    "change-of-the-newest": [seen(operation="coverages_correct", service="registry")],
    "reception-number-given": [seen(**BULK)],
    "message-identifier-once": [message(), message(60, identifier="i2", asks="bob")],
    "message-institution-own": [message()],
    "consent-flag-told": [message()],
    "insurer-number-in-eight": [message(operation="reference_numbers_register", message="siimm01")],
    "message-in-order": [message()],
    "message-charset-one": [message(message="muquc02")],
    "message-characters-of-the-set": [message()],
}
"""By rule: requests of which the last one keeps it."""

QUIET: dict[str, Sequence[Observation]] = {
    "nonce-once": [refused("nonce-used", 409, check_id="c1")],
    "nonce-from-the-answer": challenged(5)[:-1],
    "card-before-numbers": [by_card(), by_number(60, person=BOB)],
    "list-waited-for": [seen(number / 2, **LIST) for number in range(3)],
    "many-in-bulk": [by_number(number / 4, person=f"{number:032x}") for number in range(199)],
    "retries-end": [by_number(number, status=500, code=None) for number in range(6)],
    "retry-after-kept": [
        by_number(status=503, code="overloaded", retry_after_s=2.0),
        by_number(1, body="another-patient", place="checks"),
    ],
    "key-on-a-repeat": [by_number(key="k1"), by_number(2)],
    "lost-answer-found-again": [lost(), *others(19)],
    "ambiguous-asked-again": [ambiguous(), *others(19)],
    "token-used-for-many": tokens(5, 1),
    "message-identifier-once": [message(), message(1), message(2, status=422, asks="bob"), by_number(3)],
}
"""By rule: requests that come near and break nothing."""
