"""An institution's last check of a person: one row for each pair, kept by the statement that stores a record.

A check asks two things of the earlier ones: what the institution last saw of a limit certificate, and whether it ever
had an answer by card. Found among the records, both cost more with every check that was neither
(docs/decisions/0028). A row ends with its record (simulator/audit/retention/last_checks.py).
"""

from datetime import date

from services.eligibility.rules.notices import LastCheck
from shared.published.by_key import one_row
from shared.published.eligibility.records import SHOWS_LIMIT, limit_shown_before
from shared.published.registry import decode_person, other_version

STORED_COLUMNS = """d.check_id, d.checked_at, d.person_id, d.institution_code, d.as_of, d.registry_version, d.outcome,
              d.method, d.chosen_consents, d.rederived_from"""
"""Of a record d that was just stored: what KEEP needs of it."""

_IS_NEWER = "(excluded.checked_at, excluded.check_id) > (held.checked_at, held.check_id)"
# One row a pair, for none can be written twice by one statement; in the order of their keys, so that two workers wait
# for each other one way round. A record that is stored late does not replace a newer one.
KEEP = f"""kept AS (
    INSERT INTO eligibility.last_checks AS held
        (person_id, institution_code, checked_at, check_id, as_of, registry_version, card_checked_at)
    SELECT DISTINCT ON (d.person_id, d.institution_code)
           d.person_id, d.institution_code, d.checked_at, d.check_id, d.as_of, d.registry_version,
           max(d.checked_at) FILTER (WHERE d.method = 'my_number_card')
               OVER (PARTITION BY d.person_id, d.institution_code)
    FROM stored d
    WHERE d.person_id IS NOT NULL AND d.institution_code IS NOT NULL AND {SHOWS_LIMIT}
    ORDER BY d.person_id, d.institution_code, d.checked_at DESC, d.check_id DESC
    ON CONFLICT (person_id, institution_code) DO UPDATE SET
        checked_at = greatest(held.checked_at, excluded.checked_at),
        check_id = CASE WHEN {_IS_NEWER} THEN excluded.check_id ELSE held.check_id END,
        as_of = CASE WHEN {_IS_NEWER} THEN excluded.as_of ELSE held.as_of END,
        registry_version = CASE WHEN {_IS_NEWER} THEN excluded.registry_version ELSE held.registry_version END,
        card_checked_at = greatest(held.card_checked_at, excluded.card_checked_at))"""  # noqa: S608 - from the above
"""A part of WITH: keeps what ``stored`` (rows of STORED_COLUMNS) says of last checks."""

LAST_CHECK_COLUMNS = "last_check.as_of AS last_as_of, last_seen.document AS last_document"
"""What an institution last saw of a limit; the document is that of the person's version then, if it is another one."""


def last_check_join(person: str, asked: str) -> str:
    """Return the join that gives LAST_CHECK_COLUMNS: of the person of row ``person``, to the institution of ``asked``.

    ``person`` is a row of a person's version. ``last_check.card_checked_at`` is when an answer by card was, if ever.
    """
    found = f"""
FROM eligibility.last_checks
WHERE person_id = {person}.person_id AND institution_code = {asked}.institution_code"""
    return one_row("last_check", "as_of, registry_version, card_checked_at", found) + _seen_then(person)


def check_before_join(person: str, check: str) -> str:
    """Return the join that gives LAST_CHECK_COLUMNS as they were before the record in row ``check`` was made."""
    return limit_shown_before("last_check", person, check) + _seen_then(person)


def _seen_then(person: str) -> str:
    return "\n" + other_version("last_seen", "last_check.registry_version", f"{person}.version_id")


def last_check_of(as_of: date | None, document: str | None) -> LastCheck | None:
    """Return what LAST_CHECK_COLUMNS say."""
    if as_of is None:
        return None
    return LastCheck(as_of, None if document is None else decode_person(document))
