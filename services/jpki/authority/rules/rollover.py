"""Rollover: a further generation, for which the one before vouches. Pure.

A new root proves nothing by itself. So the old key certifies the new one (newWithOld, RFC 4210, 4.4; リンク証明書):
whoever pins the old root can pin the new one without being told by anybody else. It is published before it issues, so
that every verifier knows it by then.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from services.jpki.authority.rules.generations import Authority, make_root
from services.jpki.authority.rules.keys import KeyKind, kind_of_key, new_key, signing_hash
from services.jpki.authority.rules.profile import key_usage, last_second
from shared.clock import start_of_day
from shared.errors import AlreadyExists, RequestInvalid, Violation

YEARS_BETWEEN: Final = 4
"""J-LIS makes a new key about every four years; each is valid for ten."""
_YEARS_VALID: Final = 10
MOST_GENERATIONS: Final = 99
NEXT_CARD_FROM: Final = date(2028, 4, 1)
"""From here a generation that comes by the clock has P-384; the next card is said to come in 2028, on no day yet."""


def due_on(newest: Authority) -> date:
    """Return the day on which the generation after ``newest`` comes by itself."""
    return _years_later(newest.first_day, YEARS_BETWEEN)


def key_kind_due(day: date) -> KeyKind:
    """Return what keys a generation has that comes on ``day`` by itself."""
    return KeyKind.RSA_2048 if day < NEXT_CARD_FROM else KeyKind.P_384


def make_next(previous: Authority, first_day: date, issues_from: date, key_kind: KeyKind) -> Authority:
    """Make the generation after ``previous``, valid for ten years from ``first_day`` on."""
    key = new_key(key_kind)
    last_day = _years_later(first_day, _YEARS_VALID) - timedelta(days=1)
    made = make_root(previous.kind, previous.generation + 1, first_day, last_day, key)
    old_key_id = x509.SubjectKeyIdentifier(previous.key_id)
    link = (
        x509.CertificateBuilder()
        .subject_name(made.name)
        .issuer_name(previous.name)
        .public_key(key.public_key())
        .serial_number(made.generation)
        .not_valid_before(start_of_day(first_day))
        .not_valid_after(last_second(max(first_day, min(last_day, previous.last_day))))
        .add_extension(key_usage(issues=True), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(old_key_id), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(previous.private_key, signing_hash(previous.private_key))
    )
    return replace(made, issues_from=issues_from, link=link.public_bytes(Encoding.DER))


def must_be_next(generation: int, newest: int, issues_from: date | None, today: date) -> None:
    """Raise RequestInvalid unless ``generation`` comes after the newest, and issues from today on or later."""
    violations = []
    if generation != newest + 1 or generation > MOST_GENERATIONS:
        violations.append(
            Violation(
                "/generation",
                "not-next",
                f"The next generation is {newest + 1}, and there are {MOST_GENERATIONS} at most.",
                f"次の世代は {newest + 1} です（最大 {MOST_GENERATIONS}）。",
            )
        )
    if issues_from is not None and issues_from < today:
        violations.append(Violation("/issues_from", "passed", "The day has passed.", "過去の日付は指定できません。"))
    if violations:
        raise RequestInvalid(violations)


def must_be_same(made: Authority, key_kind: KeyKind, issues_from: date | None) -> None:
    """Raise AlreadyExists unless a generation was made as it is asked for again."""
    if kind_of_key(made.private_key) is not key_kind or issues_from not in (None, made.issues_from):
        raise AlreadyExists


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)
