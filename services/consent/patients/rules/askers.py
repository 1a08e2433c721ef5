"""Who looked, in words that a patient understands: by role, and an insurer by name. Pure."""

from collections.abc import Collection
from types import MappingProxyType
from uuid import UUID

from shared.domain.coverage import Insurer, PersonRecord
from shared.domain.roles import Role

ROLE_TERMS = MappingProxyType(
    {
        Role.INSTITUTION: "医療機関",
        Role.PHARMACY: "薬局",
        Role.NURSING: "訪問看護ステーション",
        Role.LIMITED: "資格確認限定型の施設",
        Role.READER: "医療機関等の読取端末",
        Role.INSURER: "保険者",
        Role.MUNICIPALITY: "市町村",
        Role.REVIEW: "審査支払機関",
        Role.WELFARE: "福祉事務所",
        Role.EMPLOYER: "事業主",
        Role.OPERATOR: "運営主体",
        Role.SERVICE: "システム",
        Role.PATIENT: "本人",
    }
)


def asking_insurer(role: Role, person: PersonRecord, coverage_ids: Collection[UUID]) -> Insurer | None:
    """Return the insurer that asked, None when none did: it is answered about its own coverages only."""
    if role is not Role.INSURER:
        return None
    asked = {str(coverage_id) for coverage_id in coverage_ids}
    return next((coverage.insurer for coverage in person.coverages if coverage.coverage_id in asked), None)
