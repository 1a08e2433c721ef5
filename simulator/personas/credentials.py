"""Development credentials: the same in every simulator, so that a client's settings survive a fresh start.

They are no secrets: they are for a simulator on loopback, where everybody who can reach it may do everything.
Institution codes are of a prefecture that does not exist (99), with right check digits.
"""

from dataclasses import dataclass

from shared.domain.roles import Role
from simulator.personas.insurers import SOCIETY


@dataclass(frozen=True, slots=True)
class SeededInstitution:
    """An institution of the world (医療機関等)."""

    code: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Credential:
    """A client of the world and the secret it gets its tokens with."""

    role: Role
    client_id: str
    client_secret: str
    institution_code: str | None = None
    insurer_number: str | None = None


CLINIC = SeededInstitution("9910000018", "模擬クリニック", Role.INSTITUTION)
HOSPITAL = SeededInstitution("9910000026", "模擬総合病院", Role.INSTITUTION)
PHARMACY = SeededInstitution("9940000012", "模擬薬局", Role.PHARMACY)
NURSING = SeededInstitution("9960000017", "模擬訪問看護ステーション", Role.NURSING)
LIMITED = SeededInstitution("9910009019", "模擬健診センター", Role.LIMITED)
INSTITUTIONS = (CLINIC, HOSPITAL, PHARMACY, NURSING, LIMITED)
EMERGENCY_INSTITUTIONS = (HOSPITAL,)
"""Who has the emergency authority (救急医療管理権限) from the first day."""

OPERATOR = Credential(Role.OPERATOR, "operator", "operator-development-secret")
"""May do everything in the registry; exists from the first moment, as a setting names its secret."""

PORTAL = Credential(Role.SERVICE, "portal", "portal-development-secret")
"""The patient's portal (マイナポータル): it registers cards, and nothing else."""

CREDENTIALS = (
    OPERATOR,
    Credential(Role.INSTITUTION, "clinic", "clinic-development-secret", CLINIC.code),
    Credential(Role.INSTITUTION, "hospital", "hospital-development-secret", HOSPITAL.code),
    Credential(Role.READER, "clinic-reader", "clinic-reader-development-secret", CLINIC.code),
    Credential(Role.READER, "hospital-reader", "hospital-reader-development-secret", HOSPITAL.code),
    Credential(Role.PHARMACY, "pharmacy", "pharmacy-development-secret", PHARMACY.code),
    Credential(Role.NURSING, "nursing", "nursing-development-secret", NURSING.code),
    Credential(Role.LIMITED, "limited", "limited-development-secret", LIMITED.code),
    Credential(Role.INSURER, "insurer", "insurer-development-secret", insurer_number=SOCIETY.number),
    Credential(Role.EMPLOYER, "employer", "employer-development-secret"),
    Credential(Role.MUNICIPALITY, "municipality", "municipality-development-secret"),
    Credential(Role.REVIEW, "review", "review-development-secret"),
    Credential(Role.WELFARE, "welfare", "welfare-development-secret"),
    PORTAL,
    Credential(Role.READER, "pharmacy-reader", "pharmacy-reader-development-secret", PHARMACY.code),
    Credential(Role.READER, "nursing-reader", "nursing-reader-development-secret", NURSING.code),
)
"""Every client that a fresh world knows."""


@dataclass(frozen=True, slots=True)
class SeededReader:
    """A card reader of the world, and what it is told of its institution."""

    client_id: str
    institution: SeededInstitution

    def as_setting(self) -> dict[str, object]:
        """Return it as the setting ``reader_clients`` holds it, with its secret."""
        secret = next(each.client_secret for each in CREDENTIALS if each.client_id == self.client_id)
        return {
            "client_id": self.client_id,
            "client_secret": secret,
            "institution_code": self.institution.code,
            "institution_name": self.institution.name,
            "purpose": "CARE_NURSING" if self.institution.role is Role.NURSING else "CARE_VISIT",
            "issues_prescriptions": self.institution.role is Role.INSTITUTION,
        }


READERS = (
    SeededReader("clinic-reader", CLINIC),
    SeededReader("hospital-reader", HOSPITAL),
    SeededReader("pharmacy-reader", PHARMACY),
    SeededReader("nursing-reader", NURSING),
)
"""The card readers (顔認証付きカードリーダー) of a fresh world."""
