"""Checks on record as they are derived again: what a record says, and the versions that it names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import asyncpg

from services.eligibility.checks.rules.acts import Asked
from services.eligibility.checks.store.consents_on_record import CONSENTED_COLUMNS, consented_of
from services.eligibility.checks.store.last_checks import LAST_CHECK_COLUMNS, check_before_join, last_check_of
from services.eligibility.checks.store.reads import own_number
from services.eligibility.rules.notices import LastCheck
from services.eligibility.rules.permissions import ConsentedCheck
from shared.domain.codes import CheckMethod, PrescriptionForm
from shared.domain.consent import ConsentGrant
from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import DataKind, PurposeOfUse
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState
from shared.published.consent import NAMED_CONSENTS, grant_of, is_open_for
from shared.published.eligibility.records import record_of
from shared.published.registry import decode_person, person_known_at, person_version
from shared.worlds.world import World


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """What the record of a check says, and the versions that it names."""

    check_id: UUID
    checked_at: datetime
    client_id: str
    institution_code: InstitutionCode | None
    role: Role
    method: CheckMethod
    purpose: PurposeOfUse
    as_of: date
    outcome: str
    code: str
    person_id: UUID | None
    registry_version: UUID | None
    coverage_ids: list[str]
    holder_verification: str | None
    certificate_state: CertificateState | None
    consented: ConsentedCheck
    """The check as far as consents hang on it, and what has become of them by now."""
    is_open: bool
    """Whether the opening that the purpose needs is open now; true where it needs none."""
    prescription_form: PrescriptionForm | None
    client_reference: str | None
    person: PersonRecord | None
    """As the check knew them, but with the flags of today."""
    reference_number: str | None
    last_check: LastCheck | None
    """The institution's last check before this one."""
    consent_versions: list[UUID]
    grants: Sequence[ConsentGrant] = ()
    """The versions of consents that a re-inquiry rested on, as it knew them, unless they were withdrawn since."""
    followed: ConsentedCheck | None = None
    """Of a re-inquiry: the check that it asked again about."""

    @property
    def agreed(self) -> list[DataKind]:
        """What the patient chose at the reader or agreed to at the desk, then or since."""
        told = (each.kind for each in self.consented.versions if each.reason is None)
        return list(dict.fromkeys([*self.consented.chosen, *told]))

    @property
    def asked(self) -> Asked:
        """What was asked."""
        return Asked(
            self.method,
            self.purpose,
            self.as_of,
            self.client_reference,
            prescription_form=self.prescription_form,
            holder_verification=self.holder_verification,
        )

    @property
    def is_of_person(self) -> bool:
        """Whether the person was found, not a coverage: by card, by an earlier check, by name."""
        return self.certificate_state is not None or self.method in (CheckMethod.RECHECK, CheckMethod.DEMOGRAPHICS)


# A person who is published no more has no flags of today: then the address is hidden.
_KEPT = f"""
SELECT {CONSENTED_COLUMNS}, {is_open_for("k", "$2")} AS is_open, k.client_id, k.institution_code, k.as_of, k.outcome,
       k.code, k.person_id, k.registry_version, k.coverage_ids, k.holder_verification,
       k.prescription_form, k.client_reference, k.consent_versions, v.document,
       coalesce(p.address_hidden, true) AS address_hidden,
       coalesce(p.self_information_blocked, false) AS self_information_blocked,
       n.reference_number, {LAST_CHECK_COLUMNS}
FROM unnest($1::uuid[]) WITH ORDINALITY AS q (check_id, place)
{record_of("k", "q.check_id")}
{person_version("v", "k.registry_version")}
{person_known_at("$2", "p", "v.person_id")}
{own_number("n", "v.person_id", "k.institution_code")}
{check_before_join("v", "k")}
WHERE k.rederived_from IS NULL AND k.outcome IN ('answered', 'refused', 'rejected')
ORDER BY q.place
"""  # noqa: S608 - put together from constants


# A re-inquiry names the check that it asked again about beside the versions of consents that it rested on.
_FOLLOWED = f"""
SELECT {CONSENTED_COLUMNS}
FROM unnest($1::uuid[]) AS q (check_id)
{record_of("k", "q.check_id")}
"""  # noqa: S608 - put together from constants


async def read_kept(world: World, check_ids: Sequence[UUID]) -> list[KeptCheck]:
    """Return what is on record of those of the checks that there are, in order; raises DatabaseUnavailable."""
    database, at = world.database, world.known_at()
    kept = [_kept(row) for row in await database.fetch(_KEPT, list(check_ids), at)]
    if not any(check.consent_versions for check in kept):
        return kept
    named = [version for check in kept for version in check.consent_versions]
    grants = {row["version_id"]: grant_of(row) for row in await database.fetch(NAMED_CONSENTS, named, at)}
    followed = {row["check_id"]: consented_of(row) for row in await database.fetch(_FOLLOWED, named, at)}
    return [
        replace(
            check,
            grants=[grants[name] for name in check.consent_versions if name in grants],
            followed=next((followed[name] for name in check.consent_versions if name in followed), None),
        )
        for check in kept
    ]


def _kept(row: asyncpg.Record) -> KeptCheck:
    person = None
    if row["document"] is not None:
        person = replace(
            decode_person(row["document"]),
            address_hidden=row["address_hidden"],
            self_information_blocked=row["self_information_blocked"],
        )
    state, form = row["certificate_state"], row["prescription_form"]
    consented = consented_of(row)
    return KeptCheck(
        check_id=consented.check_id,
        checked_at=consented.checked_at,
        client_id=row["client_id"],
        institution_code=row["institution_code"],
        role=consented.role,
        method=consented.method,
        purpose=consented.purpose,
        as_of=row["as_of"],
        outcome=row["outcome"],
        code=row["code"],
        person_id=row["person_id"],
        registry_version=row["registry_version"],
        coverage_ids=[str(coverage_id) for coverage_id in row["coverage_ids"]],
        holder_verification=row["holder_verification"],
        certificate_state=None if state is None else CertificateState(state),
        consented=consented,
        is_open=row["is_open"],
        prescription_form=None if form is None else PrescriptionForm(form),
        client_reference=row["client_reference"],
        person=person,
        reference_number=row["reference_number"],
        last_check=last_check_of(row["last_as_of"], row["last_document"]),
        consent_versions=row["consent_versions"],
    )
