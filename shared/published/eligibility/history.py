"""The record of checks as it is read by those whose it is: the patient, the institution, the operator."""

from shared.published.registry import institution_of

_COLUMNS = (
    "d.check_id, d.checked_at, d.client_id, d.role, d.institution_code, i.name AS institution_name, d.method,"
    " d.purpose, d.as_of, d.outcome, d.code, d.person_id, d.kinds, d.holder_verification, d.certificate_state,"
    " d.client_reference, d.rederived_from, d.chosen_consents, d.coverage_ids"
)
_INSTITUTION = institution_of("i", "d.institution_code", "$1")
HISTORY = f"SELECT {_COLUMNS} FROM eligibility_published.disclosures d {_INSTITUTION}"  # noqa: S608 - constants
"""Institutions by their names as known at $1; conditions on d and the order come behind."""
