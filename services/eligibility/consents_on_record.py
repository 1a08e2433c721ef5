"""Checks on record as far as consents hang on them: the columns to read, what they say, and published consents."""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from services.eligibility.rules.permissions import ConsentedCheck
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import PURPOSE_RULES, DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState

VERSIONS_OF_K = """(
    SELECT json_agg(json_build_object(
               'version_id', c.version_id, 'kind', c.kind, 'channel', c.channel, 'given_at', c.given_at,
               'viewable_until', c.viewable_until, 'reason', c.reason))::text
      FROM consent_published.consents c
     WHERE c.person_id = k.person_id AND c.institution_code = k.institution_code AND c.check_id = k.check_id
       AND c.known_from <= $2 AND $2 < c.known_to)"""
"""Of a record k: what is known at $2 of the consents of that check, where something has happened to them."""
CONSENTED_COLUMNS = f"""k.check_id, k.checked_at, k.role, k.method, k.purpose, k.kinds, k.chosen_consents,
       k.certificate_state, {VERSIONS_OF_K} AS consents"""
"""Of a record k: what ``consented_of`` reads."""
_OPENED = ", ".join(f"'{purpose.value}'" for purpose, rule in PURPOSE_RULES.items() if rule.needs_opening)
# A scalar look-up where EXISTS would do: PostgreSQL may answer that by hashing the whole table.
IS_OPEN_FOR_K = f"""(k.purpose NOT IN ({_OPENED}) OR coalesce((
           SELECT true FROM consent_published.openings o
            WHERE o.institution_code = k.institution_code AND o.purpose = k.purpose
              AND o.opened_at <= $2 AND $2 < o.ends_at AND o.known_from <= $2 AND $2 < o.known_to LIMIT 1), false))"""  # noqa: S608 - constants
"""Of a record k: whether the opening that its purpose needs is open at $2; true where it needs none."""


class _Version(msgspec.Struct, frozen=True):
    version_id: UUID
    kind: DataKind
    channel: ConsentChannel
    given_at: datetime
    viewable_until: datetime | None
    reason: WithdrawalReason | None


_read_versions = msgspec.json.Decoder(list[_Version]).decode


def consented_of(row: asyncpg.Record) -> ConsentedCheck:
    """Return the check of a row with CONSENTED_COLUMNS."""
    check_id: UUID = row["check_id"]
    versions = [] if row["consents"] is None else _read_versions(row["consents"])
    return ConsentedCheck(
        check_id=check_id,
        # As its times are shown.
        checked_at=row["checked_at"].astimezone(JAPAN),
        role=Role(row["role"]),
        method=CheckMethod(row["method"]),
        purpose=PurposeOfUse(row["purpose"]),
        kinds=frozenset(DataKind(kind) for kind in row["kinds"]),
        chosen=tuple(DataKind(kind) for kind in row["chosen_consents"]),
        is_in_grace=row["certificate_state"] == CertificateState.IN_GRACE.value,
        versions=tuple(
            ConsentGrant(
                check_id, each.kind, each.channel, each.given_at, each.viewable_until, each.reason, each.version_id
            )
            for each in versions
        ),
    )


def grant_of(row: asyncpg.Record) -> ConsentGrant:
    """Return a published version of a consent."""
    return ConsentGrant(
        check_id=row["check_id"],
        kind=DataKind(row["kind"]),
        channel=ConsentChannel(row["channel"]),
        given_at=row["given_at"],
        viewable_until=row["viewable_until"],
        reason=None if row["reason"] is None else WithdrawalReason(row["reason"]),
        version_id=row["version_id"],
    )
