"""Checks on record as far as consents hang on them: the columns to read, and what they say."""

from uuid import UUID

import asyncpg

from services.eligibility.rules.permissions import ConsentedCheck
from shared.clock import JAPAN
from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState
from shared.published.consent import grants_of_check, versions_of_check

CONSENTED_COLUMNS = f"""k.check_id, k.checked_at, k.role, k.method, k.purpose, k.kinds, k.chosen_consents,
       k.certificate_state, {versions_of_check("k", "$2")} AS consents"""
"""Of a record k: what ``consented_of`` reads; its consents are those known at $2."""


def consented_of(row: asyncpg.Record) -> ConsentedCheck:
    """Return the check of a row with CONSENTED_COLUMNS."""
    check_id: UUID = row["check_id"]
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
        versions=grants_of_check(check_id, row["consents"]),
    )
