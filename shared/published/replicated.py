"""Which tables a hub publishes to its cells, and the names of the publications (docs/cells.md).

One subscription applies all of them in the hub's order. The heartbeat is a publication of its own, which a cell takes
up last: a beat that is readable says that everything that was committed before it is readable too.
"""

PUBLICATION, HEARTBEAT_PUBLICATION = "onshi_published", "onshi_heartbeat"
SCHEMAS = ("registry_published", "consent_published")
HEARTBEATS = "registry_published.heartbeats"
TABLES = (
    "registry_published.card_certificates",
    "registry_published.institutions",
    "registry_published.insured_identifiers",
    "registry_published.misses",
    "registry_published.persons",
    "registry_published.revocations",
    "registry_published.status_lists",
    "registry_published.token_keys",
    "registry_published.trust_roots",
    "registry_published.verified_certificates",
    "consent_published.consents",
    "consent_published.openings",
)
STAY_AT_THE_HUB = {
    "consent_published.acts": "acts are sealed where they were done: their place is in the hub's own order",
}
"""What a cell has no copy of, and why."""

MAKE_BEAT = f"INSERT INTO {HEARTBEATS} (source, beaten_at) VALUES ('hub', 'epoch') ON CONFLICT DO NOTHING"  # noqa: S608 - a constant
"""The row that every later beat changes: at the hub before it is published, in a cell before it is subscribed to."""
HOLDS_ROWS = "SELECT EXISTS (SELECT FROM {})"
"""Of a table that is put in."""
EMPTY_ALL = f"TRUNCATE {', '.join((HEARTBEATS, *TABLES))}"
"""In a cell that no longer follows its hub."""

RECORDS_PUBLICATION = "onshi_records"
RECORD_SCHEMAS = ("eligibility_published",)
DISCLOSURES = "eligibility_published.disclosures"
_OF_A_CELL = (DISCLOSURES, "eligibility_published.seals", "eligibility_published.retention_marks")
RECORD_TABLES = (*_OF_A_CELL, "eligibility_published.checkpoint_keys")
"""What a cell publishes of its record, to where the records of all cells are read."""
NAME_CELL = tuple(f"ALTER TABLE {table} ALTER COLUMN cell SET DEFAULT {{}}" for table in _OF_A_CELL)
"""Each with the quoted name put in: what the record of this database says of where it was made."""
TAKE_ALL_MONTHS = f"CREATE TABLE IF NOT EXISTS {DISCLOSURES}_gathered PARTITION OF {DISCLOSURES} DEFAULT"
"""Where records are only read, nobody makes months."""
