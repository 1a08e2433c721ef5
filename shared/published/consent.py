"""What the consent service publishes (schema ``consent_published``): its versions of consents, and its openings.

Only the consent service writes here, and the rule on how long records are kept ends what hangs on them. A consent is
published once something has happened to it since its check; until then the check's record is the consent.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason
from shared.domain.purposes import PURPOSE_RULES, DataKind
from shared.published.by_key import one_row
from shared.published.rows import Row
from shared.published.versions import holds_at

_NEEDS_OPENING = ", ".join(f"'{purpose.value}'" for purpose, rule in PURPOSE_RULES.items() if rule.needs_opening)


def opened(institution_code: str, purpose: str, at: str) -> str:
    """Return the SQL that is true where ``purpose`` is open to the institution at ``at``, and NULL elsewhere.

    A scalar look-up where EXISTS would do: PostgreSQL may answer that by hashing the whole table, whatever is set.
    """
    return f"(SELECT true {_opening(institution_code, purpose, at)})"


def is_open_for(check: str, at: str) -> str:
    """Return the SQL that tells whether the opening that the purpose of record ``check`` needs is open at ``at``.

    True where it needs none.
    """
    needed = opened(f"{check}.institution_code", f"{check}.purpose", at)
    return f"({check}.purpose NOT IN ({_NEEDS_OPENING}) OR coalesce({needed}, false))"


def _opening(institution_code: str, purpose: str, at: str) -> str:
    return f"""FROM consent_published.openings o
         WHERE o.institution_code = {institution_code} AND o.purpose = {purpose}
           AND o.opened_at <= {at} AND {at} < o.ends_at AND {holds_at("o", at)} LIMIT 1"""


IS_OPENED = f"SELECT {_opening('$1', '$2', '$3')}"


def versions_of_check(check: str, at: str) -> str:
    """Return the SQL of what is known at ``at`` of the consents of record ``check``: a text for ``grants_of_check``."""
    return f"""(
    SELECT json_agg(json_build_object(
               'version_id', c.version_id, 'kind', c.kind, 'channel', c.channel, 'given_at', c.given_at,
               'viewable_until', c.viewable_until, 'reason', c.reason))::text
      FROM consent_published.consents c
     WHERE c.person_id = {check}.person_id AND c.institution_code = {check}.institution_code
       AND c.check_id = {check}.check_id AND {holds_at("c", at)})"""  # noqa: S608 - put together from constants


STANDING_CONSENTS = f"""
SELECT c.version_id, c.check_id, c.kind, c.channel, c.given_at, c.viewable_until, c.reason
FROM consent_published.consents c
WHERE c.person_id = $1 AND c.institution_code = $2 AND {holds_at("c", "$3")} AND c.channel = $4
"""  # noqa: S608 - put together from constants

CHECKS_CONSENTED = f"""
SELECT DISTINCT ON (c.person_id) c.check_id
FROM consent_published.consents c
WHERE c.institution_code = $1 AND c.channel = $2 AND c.given_at >= $3 AND c.given_at < $4 AND c.reason IS NULL
  AND {holds_at("c", "$5")}
ORDER BY c.person_id, c.given_at DESC, c.check_id
"""  # noqa: S608 - put together from constants

# The consents of this very check, and those that a re-inquiry named as what it rested on.
CONSENTS_OF_CHECK = f"""
SELECT c.version_id, c.check_id, c.kind, c.channel, c.given_at, c.viewable_until, c.reason
FROM consent_published.consents c
WHERE c.person_id = $1 AND c.institution_code = $2 AND {holds_at("c", "$3")}
  AND (c.check_id = $4 OR c.consent_id IN (SELECT rested.consent_id FROM consent_published.consents rested
                                            WHERE rested.version_id = ANY($5::uuid[])))
"""  # noqa: S608 - put together from constants

# As the check knew them; but withdrawn is withdrawn.
_KNOWN = f"""
FROM consent_published.consents c
WHERE c.person_id = named.person_id AND c.institution_code = named.institution_code
  AND c.consent_id = named.consent_id AND {holds_at("c", "$2")}"""
NAMED_CONSENTS = f"""
SELECT named.version_id, named.check_id, named.kind, named.channel, named.given_at, named.viewable_until,
       coalesce(known.reason, named.reason) AS reason
FROM unnest($1::uuid[]) AS q (version_id)
CROSS JOIN LATERAL (SELECT * FROM consent_published.consents WHERE version_id = q.version_id LIMIT 1) named
{one_row("known", "reason", _KNOWN)}
"""  # noqa: S608 - put together from constants

PUBLISH_OPENING = """
INSERT INTO consent_published.openings (opening_id, purpose, institution_code, opened_at, ends_at, known_from)
SELECT $1, $2, code, $4, $5, $6 FROM unnest($3::text[]) code
"""
CLOSE_OPENING = """
UPDATE consent_published.openings SET known_to = greatest($2, known_from)
WHERE opening_id = $1 AND known_to = 'infinity'
"""
CLOSE_CONSENT = """
UPDATE consent_published.consents SET known_to = greatest($4, known_from)
WHERE person_id = $1 AND institution_code = $2 AND consent_id = $3 AND known_to = 'infinity'
"""
# Two versions within one microsecond: the later one is known a microsecond later.
PUBLISH_CONSENT = """
INSERT INTO consent_published.consents (consent_id, version_id, person_id, institution_code, kind, state,
    given_at, viewable_until, check_id, channel, reason, known_from)
SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, greatest($12, max(known_from) + interval '1 us')
FROM consent_published.consents WHERE person_id = $3 AND institution_code = $4 AND consent_id = $1
"""


REMOVE_CONSENTS = "DELETE FROM consent_published.consents WHERE version_id = ANY($1::uuid[])"
REMOVE_ACTS_OF_CONSENTS = "DELETE FROM consent_published.acts WHERE act_id = ANY($1::uuid[])"
"""An act has the id of the version that it made."""


def ending(versions: str, at: str) -> str:
    """Return the UPDATE that ends the versions of rows ``versions`` at ``at``."""
    return f"""UPDATE consent_published.consents c SET known_to = greatest({at}, c.known_from) FROM {versions} s
    WHERE c.version_id = s.version_id AND c.known_to = 'infinity'"""  # noqa: S608 - put together from constants


class _Version(msgspec.Struct, frozen=True):
    version_id: UUID
    kind: DataKind
    channel: ConsentChannel
    given_at: datetime
    viewable_until: datetime | None
    reason: WithdrawalReason | None


_read_versions = msgspec.json.Decoder(list[_Version]).decode


def grants_of_check(check_id: UUID, versions: str | None) -> tuple[ConsentGrant, ...]:
    """Return what ``versions_of_check`` says of the consents of a check."""
    return tuple(
        ConsentGrant(
            check_id, each.kind, each.channel, each.given_at, each.viewable_until, each.reason, each.version_id
        )
        for each in ([] if versions is None else _read_versions(versions))
    )


def grant_of(row: Row) -> ConsentGrant:
    """Return the version of a consent that a row holds."""
    return ConsentGrant(
        check_id=row["check_id"],
        kind=DataKind(row["kind"]),
        channel=ConsentChannel(row["channel"]),
        given_at=row["given_at"],
        viewable_until=row["viewable_until"],
        reason=None if row["reason"] is None else WithdrawalReason(row["reason"]),
        version_id=row["version_id"],
    )
