"""Joins that several reads share: a person as known at an instant, and the institution's own number for them."""

from shared.published.by_key import one_row


def person_known_at(at: str, name: str, person_id: str) -> str:
    """Return the join of ``name``: the version of the person that is known at ``at``; all are expressions."""
    found = f"FROM registry_published.persons WHERE person_id = {person_id} AND known_from <= {at} AND {at} < known_to"
    return one_row(name, "person_id, version_id, document", found)


def person_version(name: str, version_id: str) -> str:
    """Return the join of ``name``: one version of a person."""
    return one_row(
        name,
        "person_id, version_id, document",
        f"FROM registry_published.persons WHERE version_id = {version_id}",
    )


def own_number(name: str, person_id: str, institution_code: str) -> str:
    """Return the join of ``name``: 照会番号, by expressions of whom and of whose."""
    found = (
        f"FROM eligibility.reference_numbers WHERE person_id = {person_id} AND institution_code = {institution_code}"
    )
    return one_row(name, "reference_number", found)
