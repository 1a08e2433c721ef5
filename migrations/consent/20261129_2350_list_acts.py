"""List acts (consents given, ended, withdrawn; openings made, closed) in the order of the record, to be sealed with it.

PostgreSQL lists an act in the very statement that does it, so that no program can do one without. What was done before
is listed as it stands, and says so. An act names its check, not the person.

``place_of`` is eligibility's and is looked up when it is used: in a database of before it, or a new one, there is none.
"""

from alembic import op

revision = "20261129_2350"
down_revision = "20261129_1420"
branch_labels = None
depends_on = None

_COLUMNS = """
    act_id, act, acted_at, acted_by, is_from_before, check_id, consent_id, kind, institution_code, channel, given_at,
    viewable_until, reason, opening_id, purpose, prefecture, institution_codes, opened_at, ends_at, listed_in"""
_NO_CONSENT = "NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
_OPENING = "o.opening_id, o.purpose, o.prefecture, o.institution_codes, o.opened_at, o.ends_at"


def _insert(values: str) -> str:
    return f"INSERT INTO consent_published.acts ({_COLUMNS}) SELECT {values}"


def _of_version(row: str, place: str, is_from_before: str = "false") -> str:
    # A consent that another one takes the place of is viewable no longer: that is all that its version says.
    return _insert(
        f"""{row}.version_id, CASE WHEN {row}.reason IS NOT NULL THEN 'consent_withdrawn'
                WHEN {row}.viewable_until <= {row}.recorded_at THEN 'consent_ended' ELSE 'consent_given' END,
            {row}.recorded_at, {row}.recorded_by, {is_from_before}, {row}.check_id, {row}.consent_id, {row}.kind,
            {row}.institution_code, {row}.channel, {row}.given_at, {row}.viewable_until, {row}.reason,
            NULL, NULL, NULL, NULL, NULL, NULL, {place}"""
    )


def _of_opening(row: str, place: str, is_from_before: str = "false") -> str:
    return _insert(
        f"{row}.opening_id, 'opening_made', {row}.recorded_at, {row}.recorded_by, {is_from_before}, {_NO_CONSENT},"
        f" {_OPENING.replace('o.', f'{row}.')}, {place}"
    )


def _of_closure(row: str, place: str, is_from_before: str = "false", tables: str = "consent.openings o") -> str:
    # An opening is closed once, so its closure is named after it.
    return _insert(
        f"md5('closure of ' || {row}.opening_id)::uuid, 'opening_closed', {row}.closed_at, {row}.recorded_by,"
        f" {is_from_before}, {_NO_CONSENT}, {_OPENING}, {place}"
        f" FROM {tables} WHERE o.opening_id = {row}.opening_id"
    )


_PLACE = "eligibility_published.place_of(pg_current_xact_id())"
_LISTED = {
    "consent_versions": _of_version("NEW", _PLACE),
    "openings": _of_opening("NEW", _PLACE),
    "opening_closures": _of_closure("NEW", _PLACE),
}
_BEFORE = (
    f"{_of_version('v', 'place', 'true')} FROM consent.consent_versions v",
    f"{_of_opening('o', 'place', 'true')} FROM consent.openings o",
    _of_closure("c", "place", "true", "consent.openings o, consent.opening_closures c"),
)


def upgrade() -> None:
    for statement in (
        """CREATE TABLE consent_published.acts (
            act_id uuid PRIMARY KEY,
            act text NOT NULL CHECK (act IN
                ('consent_given', 'consent_ended', 'consent_withdrawn', 'opening_made', 'opening_closed')),
            acted_at timestamptz NOT NULL,
            acted_by text NOT NULL,
            is_from_before boolean NOT NULL,
            check_id uuid,
            consent_id uuid,
            kind text,
            institution_code text,
            channel text,
            given_at timestamptz,
            viewable_until timestamptz,
            reason text,
            opening_id uuid,
            purpose text,
            prefecture text,
            institution_codes text[],
            opened_at timestamptz,
            ends_at timestamptz,
            listed_in xid8 NOT NULL,
            CHECK ((consent_id IS NULL) <> (opening_id IS NULL)))""",
        "CREATE INDEX acts_to_seal ON consent_published.acts (listed_in)",
        "CREATE INDEX acts_by_consent ON consent_published.acts (consent_id) WHERE consent_id IS NOT NULL",
        "CREATE INDEX acts_by_opening ON consent_published.acts (opening_id) WHERE opening_id IS NOT NULL",
        "GRANT SELECT, INSERT ON consent_published.acts TO onshi_consent",
        "GRANT SELECT ON consent_published.acts TO onshi_eligibility",
        # Who keeps the order of the record, and ends it by rule: never a service.
        "GRANT USAGE ON SCHEMA consent_published TO onshi_eligibility_owner",
        "GRANT SELECT, DELETE, UPDATE (listed_in) ON consent_published.acts TO onshi_eligibility_owner",
        f"""DO $$
        DECLARE place xid8 := pg_current_xact_id();
        BEGIN
            IF EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                        WHERE n.nspname = 'eligibility_published' AND p.proname = 'place_of') THEN
                EXECUTE 'SELECT eligibility_published.place_of($1)' INTO place USING place;
            END IF;
            {"; ".join(_BEFORE)};
        END $$""",
    ):
        op.execute(statement)
    for table, statement in _LISTED.items():
        op.execute(
            f"""CREATE FUNCTION consent.list_act_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                {statement};
                RETURN NULL;
            END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER list_act AFTER INSERT ON consent.{table}
                FOR EACH ROW EXECUTE FUNCTION consent.list_act_of_{table}()"""
        )


def downgrade() -> None:
    for table in _LISTED:
        op.execute(f"DROP TRIGGER list_act ON consent.{table}")
        op.execute(f"DROP FUNCTION consent.list_act_of_{table}()")
    # What was sealed of them is missing from then on, and the audit says so.
    op.execute("DROP TABLE consent_published.acts")
    op.execute("REVOKE USAGE ON SCHEMA consent_published FROM onshi_eligibility_owner")
