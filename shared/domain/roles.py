"""Who calls: the roles of clients and what each may be granted."""

from enum import StrEnum


class Role(StrEnum):
    """What a client is; it stands in its token."""

    INSTITUTION = "institution"
    PHARMACY = "pharmacy"
    NURSING = "nursing"
    LIMITED = "limited"
    READER = "reader"
    INSURER = "insurer"
    MUNICIPALITY = "municipality"
    REVIEW = "review"
    WELFARE = "welfare"
    EMPLOYER = "employer"
    OPERATOR = "operator"
    SERVICE = "service"
    PATIENT = "patient"

    # Looked up on every check; the enumeration's own hash is Python, a string's is not.
    __hash__ = str.__hash__


class Scope(StrEnum):
    """What a token opens."""

    CHECK = "eligibility:check"
    REGISTRY_READ = "registry:read"
    REGISTRY_WRITE = "registry:write"
    REGISTRY_ADMIN = "registry:admin"
    CARD_REGISTER = "registry:cards"
    CONSENT_READ = "consent:read"
    CONSENT_WRITE = "consent:write"


AT_AN_INSTITUTION = frozenset({Role.INSTITUTION, Role.PHARMACY, Role.NURSING, Role.LIMITED, Role.READER})
"""Roles that stand for an institution code (医療機関コード): they alone can have a card sign for them."""

_CLINICAL_SCOPES = frozenset({Scope.CHECK, Scope.CONSENT_READ, Scope.CONSENT_WRITE})
_ADMINISTRATIVE_SCOPES = frozenset({Scope.CHECK, Scope.CONSENT_READ})
"""Public bodies and employers may send a check; what comes of it is the purpose rules' business."""

GRANTABLE: dict[Role, frozenset[Scope]] = {
    Role.INSTITUTION: _CLINICAL_SCOPES,
    Role.PHARMACY: _CLINICAL_SCOPES,
    Role.NURSING: _CLINICAL_SCOPES,
    Role.LIMITED: frozenset({Scope.CHECK, Scope.CONSENT_READ}),
    Role.READER: frozenset({Scope.CHECK, Scope.CARD_REGISTER}),
    Role.INSURER: _ADMINISTRATIVE_SCOPES | {Scope.REGISTRY_READ, Scope.REGISTRY_WRITE},
    Role.MUNICIPALITY: _ADMINISTRATIVE_SCOPES | {Scope.REGISTRY_READ, Scope.CARD_REGISTER},
    Role.REVIEW: _ADMINISTRATIVE_SCOPES | {Scope.REGISTRY_READ},
    Role.WELFARE: _ADMINISTRATIVE_SCOPES,
    Role.EMPLOYER: _ADMINISTRATIVE_SCOPES,
    Role.OPERATOR: frozenset(
        {
            Scope.REGISTRY_READ,
            Scope.REGISTRY_WRITE,
            Scope.REGISTRY_ADMIN,
            Scope.CARD_REGISTER,
            Scope.CONSENT_READ,
            Scope.CONSENT_WRITE,
        }
    ),
    Role.SERVICE: frozenset({Scope.REGISTRY_READ, Scope.CARD_REGISTER, Scope.CONSENT_READ}),
    Role.PATIENT: frozenset({Scope.CONSENT_READ}),
}
"""The scopes that a client of each role may ask for; a token without ``scope`` gets all of them."""
