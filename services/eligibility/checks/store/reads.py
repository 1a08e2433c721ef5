"""The one read of a check: everything that it needs to know, found by key in the published tables.

Reads that wait are gathered into one statement (shared/db/gather.py). All versions are those known now.
"""

from collections.abc import Sequence

import asyncpg

from services.eligibility.checks.rules.acts import CardFacts, CardQuestion, IdentifierFacts, IdentifierQuestion, Known
from services.eligibility.checks.store.last_checks import LAST_CHECK_COLUMNS, last_check_join, last_check_of
from shared.db.gather import Gatherer
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse
from shared.errors import DatabaseUnavailable
from shared.ids import first_id_at
from shared.pki.path import VerifiedBefore
from shared.published.by_key import one_row
from shared.published.consent import IS_OPENED, opened
from shared.published.eligibility.miss_budget import MissBudget, asker_of
from shared.published.eligibility.misses import misses_of
from shared.published.heartbeats import AGE_S
from shared.published.registry import (
    card_of,
    decode_person,
    insured_as,
    person_known_at,
    revocation_of,
    status_list_of,
    verified_of,
)
from shared.worlds.world import World

_MOST_AT_ONCE = 64
_SPACING_S = 0.002
"""Reads begin at most every two milliseconds: under load a handful share each, and nobody waits noticeably longer."""


def own_number(name: str, person_id: str, institution_code: str) -> str:
    """Return the join of ``name``: 照会番号, by expressions of whom and of whose."""
    found = (
        f"FROM eligibility.reference_numbers WHERE person_id = {person_id} AND institution_code = {institution_code}"
    )
    return one_row(name, "reference_number", found)


_BY_CARD = f"""
SELECT {AGE_S}, p.version_id, p.document, r.serial_number IS NOT NULL, s.next_update,
       v.certificate_digest, v.mark, n.reference_number, {LAST_CHECK_COLUMNS}
FROM unnest($1::bytea[], $2::bytea[], $4::text[]) WITH ORDINALITY
     AS q (authority_key_id, serial_number, institution_code, place)
{card_of("c", "q", "$3")}
{person_known_at("$3", "p", "c.person_id")}
{revocation_of("r", "q", "$3")}
{status_list_of("s", "q", "$3")}
{verified_of("v", "q", "$3")}
{own_number("n", "c.person_id", "q.institution_code")}
{last_check_join("p", "q")}
ORDER BY q.place
"""  # noqa: S608 - put together from constants

_BY_IDENTIFIER = f"""
SELECT {AGE_S} AS age_s, q.place, p.person_id, p.version_id, p.document, i.coverage_id, n.reference_number,
       {LAST_CHECK_COLUMNS},
       last_check.card_checked_at IS NOT NULL AS prior_card_check,
       {opened("q.institution_code", "'DISASTER_READ'", "$8")} AS opened,
       m.number AS misses, m.oldest AS oldest_miss
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[]) WITH ORDINALITY
     AS q (insurer_number, symbol, number, branch, birthdate, asker, institution_code, place)
{misses_of("m", "q.asker", "$9", "$10", "$11")}
{insured_as("i", "q", "$8")}
{person_known_at("$8", "p", "i.person_id")}
{own_number("n", "i.person_id", "q.institution_code")}
{last_check_join("p", "q")}
ORDER BY q.place, p.person_id, i.coverage_id
"""  # noqa: S608 - put together from constants


class CheckReads:
    """The reads of one world's checks."""

    def __init__(self, world: World, *, most_waiting: int, misses: MissBudget) -> None:
        self._world = world
        self._misses = misses
        self._card_lane, self._identifier_lane = world.database.lane(), world.database.lane()
        self._cards = Gatherer(
            self._read_cards,
            most_at_once=_MOST_AT_ONCE,
            most_waiting=most_waiting,
            spacing_s=_SPACING_S,
            when_quiet=self._card_lane.rest,
        )
        self._identifiers = Gatherer(
            self._read_identifiers,
            most_at_once=_MOST_AT_ONCE,
            most_waiting=most_waiting,
            spacing_s=_SPACING_S,
            when_quiet=self._identifier_lane.rest,
        )

    async def by_card(self, question: CardQuestion) -> CardFacts:
        """Read what is known of a card; raises Overloaded, DatabaseUnavailable."""
        return await self._cards.ask(question)

    async def by_identifier(self, question: IdentifierQuestion) -> IdentifierFacts:
        """Read what fits the identifiers; raises Overloaded, DatabaseUnavailable."""
        return await self._identifiers.ask(question)

    async def is_opened(self, purpose: PurposeOfUse, institution_code: InstitutionCode | None) -> bool:
        """Tell whether an operator has opened ``purpose`` to the institution now; raises DatabaseUnavailable."""
        now = self._world.known_at()
        return bool(await self._world.database.fetch(IS_OPENED, institution_code, purpose.value, now))

    async def _read_cards(self, questions: Sequence[CardQuestion]) -> list[CardFacts]:
        rows = await self._card_lane.fetch(
            _BY_CARD,
            [question.authority_key_id for question in questions],
            [question.serial_number for question in questions],
            self._world.known_at_any_age(),
            [question.institution_code for question in questions],
        )
        allows = self._world.published_age.allows
        return [
            CardFacts(
                person=decode_person(document) if document is not None else None,
                known=Known(version_id, reference_number, last_check_of(last_as_of, last_document)),
                is_revoked=is_revoked,
                status_fresh_until=fresh_until,
                verified_before=None if digest is None else VerifiedBefore(digest, mark),
                is_current=allows(age_s),
            )
            for (
                age_s,
                version_id,
                document,
                is_revoked,
                fresh_until,
                digest,
                mark,
                reference_number,
                last_as_of,
                last_document,
            ) in rows
        ]

    async def _read_identifiers(self, questions: Sequence[IdentifierQuestion]) -> list[IdentifierFacts]:
        known_at, since = self._world.known_at_any_age(), self._world.clock.now() - self._misses.window
        rows = await self._identifier_lane.fetch(
            _BY_IDENTIFIER,
            [question.insured.insurer_number for question in questions],
            [question.insured.symbol for question in questions],
            [question.insured.number for question in questions],
            [question.insured.branch for question in questions],
            [question.insured.birthdate for question in questions],
            [asker_of(question.client_id, question.institution_code) for question in questions],
            [question.institution_code for question in questions],
            known_at,
            since,
            self._misses.limit,
            first_id_at(since),
        )
        if not self._world.published_age.allows(rows[0]["age_s"]):
            raise DatabaseUnavailable
        by_place: list[list[asyncpg.Record]] = [[] for _ in questions]
        for row in rows:
            by_place[row["place"] - 1].append(row)
        return [_identifier_facts(matching, self._misses.limit) for matching in by_place]


def _identifier_facts(rows: Sequence[asyncpg.Record], limit: int) -> IdentifierFacts:
    people = {row["person_id"]: row for row in rows if row["document"] is not None}
    records = {person_id: decode_person(row["document"]) for person_id, row in people.items()}
    matches = [
        (records[row["person_id"]], coverage)
        for row in rows
        if row["person_id"] in records
        for coverage in records[row["person_id"]].coverages
        if coverage.coverage_id == str(row["coverage_id"])
    ]
    only_one = next(iter(people.values())) if len(people) == 1 else None
    return IdentifierFacts(
        matches=matches,
        known={
            records[person_id].person_id: Known(
                row["version_id"], row["reference_number"], last_check_of(row["last_as_of"], row["last_document"])
            )
            for person_id, row in people.items()
        },
        prior_card_check=bool(only_one and only_one["prior_card_check"]),
        opened=bool(rows[0]["opened"]),
        misses=rows[0]["misses"],
        decisive_miss=rows[0]["oldest_miss"] if rows[0]["misses"] >= limit else None,
    )
