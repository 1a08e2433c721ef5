"""SQL joins that several reads share: a person as known at an instant, and the institution's own number for them."""

from shared.published.by_key import one_row


def own_number(name: str, person_id: str, institution_code: str) -> str:
    """Return the join of ``name``: 照会番号, by expressions of whom and of whose."""
    found = (
        f"FROM eligibility.reference_numbers WHERE person_id = {person_id} AND institution_code = {institution_code}"
    )
    return one_row(name, "reference_number", found)
