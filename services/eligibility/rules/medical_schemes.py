"""Which coverages have medical data in the system at all. Pure."""

from typing import Final

from services.eligibility.rules.assistance import is_assistance
from shared.domain.codes import CardKind
from shared.domain.coverage import Coverage
from shared.domain.insurers import InsurerKind

WITHOUT_MEDICAL_DATA: Final = frozenset({InsurerKind.SELF_DEFENCE, InsurerKind.DAY_LABOURER})
"""自衛官 and 日雇特例 have no drug, treatment or check-up data in the system; nor has 医療扶助."""


def has_medical_data(coverage: Coverage) -> bool:
    """Tell whether the system holds drugs, treatments and check-ups of whom this coverage insures."""
    if coverage.card_kind is CardKind.SELF_DEFENCE or coverage.insurer.kind in WITHOUT_MEDICAL_DATA:
        return False
    return not is_assistance(coverage)
