"""Who may call what, and whose things it shows: a table by hand, from the law's table of purposes and the API's design.

It is not derived from the services: a route that they add needs a line here.
"""

from dataclasses import dataclass
from enum import StrEnum


class Owner(StrEnum):
    """Whose things an operation reads or changes."""

    PUBLIC = "public"
    EVERYBODYS = "everybody's: the same for each caller who may"
    OPERATORS = "the operator's: there is one"
    MADE_ANEW = "made anew: it names nothing that somebody has"
    OWN_INSTITUTION = "own institution"
    OWN_CLIENT = "own client"
    OWN_INSURER = "own insurer"
    OWN_PATIENT = "own patient"


@dataclass(frozen=True)
class Verdict:
    """The roles that may, the scope that their token needs, and the owner; nobody needs a token for what is public."""

    may: frozenset[str]
    scope: str | None
    owner: Owner


def _verdict(roles: str, scope: str, owner: Owner) -> Verdict:
    return Verdict(frozenset(roles.split()), scope, owner)


PUBLIC = Verdict(frozenset(), None, Owner.PUBLIC)
_HEALTH = dict.fromkeys(("GET /healthz", "GET /readyz", "GET /metrics"), PUBLIC)

CARING = "institution pharmacy nursing"
AT_A_DESK = f"{CARING} limited"
AT_AN_INSTITUTION = f"{AT_A_DESK} reader"
ASKING = f"{AT_AN_INSTITUTION} insurer municipality review welfare employer"
"""Who may send a check: a purpose that is closed to a role is an answer, not an error (告知要求制限)."""
LAW_READERS = f"{AT_A_DESK} insurer municipality review welfare employer operator service"
DIRECTORY = "insurer municipality review operator service"
WRITERS = "insurer operator"
AT_A_CARD = "reader municipality operator"

CHECK, READ, WRITE = "eligibility:check", "registry:read", "registry:write"
ADMIN, CARDS = "registry:admin", "registry:cards"
CONSENT_READ, CONSENT_WRITE = "consent:read", "consent:write"

_BULK = _verdict(CARING, CHECK, Owner.OWN_INSTITUTION)
_NUMBERS = _verdict(AT_A_DESK, CHECK, Owner.OWN_INSTITUTION)
_PRICES = _verdict(ASKING, CHECK, Owner.EVERYBODYS)
ELIGIBILITY = {
    **_HEALTH,
    # Anybody can keep a checkpoint, and so prove that the record was changed.
    "GET /v1/checkpoints": PUBLIC,
    "GET /v1/retention-marks": PUBLIC,
    "POST /v1/challenges": _verdict(AT_AN_INSTITUTION, CHECK, Owner.MADE_ANEW),
    # By `recheck_of` it rests on a check, which must be of the same institution.
    "POST /v1/checks": _verdict(ASKING, CHECK, Owner.OWN_INSTITUTION),
    "GET /v1/checks": _verdict(AT_AN_INSTITUTION, CHECK, Owner.OWN_INSTITUTION),
    "GET /v1/checks/{check_id}": _verdict(AT_AN_INSTITUTION, CHECK, Owner.OWN_INSTITUTION),
    "POST /v1/bulk-checks": _verdict(CARING, CHECK, Owner.MADE_ANEW),
    "GET /v1/bulk-checks": _BULK,
    "GET /v1/bulk-checks/{reception_number}": _BULK,
    "DELETE /v1/bulk-checks/{reception_number}": _BULK,
    "POST /oqs/messages": _verdict(AT_A_DESK, CHECK, Owner.MADE_ANEW),
    "GET /oqs/checks/{check_id}": _verdict(AT_A_DESK, CHECK, Owner.OWN_INSTITUTION),
    "GET /v1/limit-amounts": _PRICES,
    "GET /v1/meal-amounts": _PRICES,
    "GET /v1/living-amounts": _PRICES,
    # What is medical stays closed to role limited also on its own checks: its purpose opens the coverage only.
    "GET /v1/medical-records/{check_id}/{kind}": _verdict(AT_A_DESK, CHECK, Owner.OWN_INSTITUTION),
    "GET /v1/reference-numbers": _NUMBERS,
    "PUT /v1/reference-numbers": _NUMBERS,
    "DELETE /v1/reference-numbers": _NUMBERS,
    "POST /v1/reference-numbers/bulk": _NUMBERS,
}

_OPENINGS = _verdict("operator", CONSENT_WRITE, Owner.OPERATORS)
_HISTORY = _verdict(f"{AT_A_DESK} operator", CONSENT_READ, Owner.OWN_INSTITUTION)
_MINE = _verdict("patient", CONSENT_READ, Owner.OWN_PATIENT)
CONSENT = {
    **_HEALTH,
    "GET /v1/purposes": _verdict(LAW_READERS, CONSENT_READ, Owner.EVERYBODYS),
    "POST /v1/purpose-checks": _verdict(LAW_READERS, CONSENT_READ, Owner.EVERYBODYS),
    "GET /v1/consents": _verdict(AT_A_DESK, CONSENT_READ, Owner.OWN_INSTITUTION),
    "POST /v1/consents": _verdict(CARING, CONSENT_WRITE, Owner.OWN_INSTITUTION),
    "POST /v1/consents/{consent_id}/withdrawal": _verdict(CARING, CONSENT_WRITE, Owner.OWN_INSTITUTION),
    # An operator reads all: who supervises must see.
    "GET /v1/disclosures": _HISTORY,
    "GET /v1/disclosures/proof": _HISTORY,
    "GET /v1/consents/{consent_id}/proofs": _HISTORY,
    "GET /v1/openings/{opening_id}/proofs": _OPENINGS,
    "GET /v1/openings": _OPENINGS,
    "POST /v1/openings": _OPENINGS,
    "POST /v1/openings/{opening_id}/closure": _OPENINGS,
    # What is signed here is the card's proof; it is how a patient comes to a token.
    "POST /v1/me/challenges": PUBLIC,
    "POST /v1/me/sessions": PUBLIC,
    "DELETE /v1/me/sessions": _MINE,
    "GET /v1/me/card-registration": _MINE,
    "GET /v1/me/consents": _MINE,
    "POST /v1/me/consents/{consent_id}/withdrawal": _MINE,
    "GET /v1/me/consents/{consent_id}/proofs": _MINE,
    "GET /v1/me/disclosures": _MINE,
    "GET /v1/me/disclosures/{check_id}/proof": _MINE,
    "GET /v1/me/eligibility": _MINE,
    "GET /v1/me/medical-expenses": _MINE,
    "GET /v1/me/medical-records": _MINE,
}

_DIRECTORY = _verdict(DIRECTORY, READ, Owner.EVERYBODYS)
_ADMINISTRATION = _verdict("operator", ADMIN, Owner.OPERATORS)
_REGISTRATIONS = _verdict("operator", WRITE, Owner.OPERATORS)
_RECORD = _verdict(WRITERS, READ, Owner.OWN_INSURER)
_CHANGE = _verdict(WRITERS, WRITE, Owner.OWN_INSURER)
_CERTIFICATES = (
    "elderly-certificates",
    "limit-certificates",
    "medical-tickets",
    "specific-disease-certificates",
)
_CERTIFICATE = "{certificate_id}"
REGISTRY = {
    **_HEALTH,
    "GET /.well-known/jwks.json": PUBLIC,
    # It takes a client's secret, and gives the token.
    "POST /v1/oauth/token": PUBLIC,
    # Which roots are believed is for everybody to see.
    "GET /v1/trust-roots": PUBLIC,
    "GET /v1/accepted-algorithms": PUBLIC,
    "POST /v1/trust-roots": _ADMINISTRATION,
    "POST /v1/clients": _ADMINISTRATION,
    "GET /v1/insurers": _DIRECTORY,
    "GET /v1/insurers/{insurer_number}": _DIRECTORY,
    "POST /v1/insurers": _ADMINISTRATION,
    "GET /v1/institutions": _DIRECTORY,
    "GET /v1/institutions/{institution_code}": _DIRECTORY,
    "POST /v1/institutions": _ADMINISTRATION,
    "POST /v1/institutions/{institution_code}/clients": _ADMINISTRATION,
    "POST /v1/persons": _verdict(WRITERS, WRITE, Owner.MADE_ANEW),
    "GET /v1/persons/{person_id}": _RECORD,
    "GET /v1/persons/{person_id}/coverages": _RECORD,
    "POST /v1/persons/{person_id}/changes": _CHANGE,
    "POST /v1/imports": _verdict(WRITERS, WRITE, Owner.MADE_ANEW),
    "GET /v1/imports": _RECORD,
    "GET /v1/imports/{import_id}": _RECORD,
    "POST /v1/coverages": _CHANGE,
    "GET /v1/coverages/{coverage_id}": _RECORD,
    **{
        f"POST /v1/coverages/{{coverage_id}}/{change}": _CHANGE
        for change in ("corrections", "dependants", "loss", "moves", *_CERTIFICATES)
    },
    **{f"POST /v1/coverages/{{coverage_id}}/{kind}/{_CERTIFICATE}/end": _CHANGE for kind in _CERTIFICATES},
    **{f"POST /v1/coverages/{{coverage_id}}/{kind}/{_CERTIFICATE}/renewal": _CHANGE for kind in _CERTIFICATES},
    # Whose card it is says J-LIS, whoever brings it.
    # A service is a portal, at which patients register the card in their hand.
    "POST /v1/card-registrations": _verdict(f"{AT_A_CARD} service", CARDS, Owner.MADE_ANEW),
    "POST /v1/card-registrations/lookup": _verdict("reader", CARDS, Owner.EVERYBODYS),
    "GET /v1/card-registrations/{registration_id}": _REGISTRATIONS,
    "POST /v1/card-registrations/{registration_id}/end": _REGISTRATIONS,
    "POST /v1/card-registrations/{registration_id}/renewal": _REGISTRATIONS,
    "GET /v1/card-registration-reservations": _REGISTRATIONS,
    "POST /v1/card-registration-reservations": _verdict(AT_A_CARD, CARDS, Owner.MADE_ANEW),
    "GET /v1/card-registration-reservations/{reservation_id}": _verdict(AT_A_CARD, CARDS, Owner.OWN_CLIENT),
    "GET /v1/statistics/card-registrations": _DIRECTORY,
    "GET /v1/statistics/check-methods": _verdict(WRITERS, READ, Owner.EVERYBODYS),
    **dict.fromkeys(
        (
            "GET /v1/reports/late-registrations",
            "GET /v1/reports/overlaps",
            "GET /v1/reports/unregistered-members",
        ),
        _RECORD,
    ),
    # The table's REVIEW: the payment fund routes claims anew.
    "POST /v1/claim-routes": _verdict("review operator", READ, Owner.EVERYBODYS),
    "POST /v1/person-matches": _verdict("municipality", READ, Owner.EVERYBODYS),
    "POST /v1/person-matches/bulk": _verdict("municipality", READ, Owner.EVERYBODYS),
}

# The simulated J-LIS is the drawer in which the cards lie: it never stands anywhere public.
JPKI = {
    **_HEALTH,
    **dict.fromkeys(
        (
            "GET /ca/{kind}/roots.pem",
            "GET /ca/{kind}/links.pem",
            "GET /ca/{kind}/generations",
            "PUT /ca/{kind}/generations/{generation}",
            "GET /ca/{kind}/{generation}.crl",
            "POST /ocsp",
            "GET /ocsp/{question}",
            "POST /v1/cards",
            "GET /v1/cards/{card_id}",
            "GET /v1/cards/{card_id}/certificate",
            "POST /v1/cards/{card_id}/phones",
            "POST /v1/cards/{card_id}/pin-reset",
            "POST /v1/cards/{card_id}/presence-proofs",
            "POST /v1/cards/{card_id}/renewal",
            "POST /v1/cards/{card_id}/revocation",
            "POST /v1/cards/{card_id}/tricks",
            "GET /v1/cards/{card_id}/tricks",
            "DELETE /v1/cards/{card_id}/tricks",
            "POST /v1/cards/{card_id}/verifications",
        ),
        PUBLIC,
    ),
}

# The simulated card reader is the machine on the counter: like the card, it asks nobody who they are.
READER = {**_HEALTH, "POST /v1/readers/{reader}/visits": PUBLIC}

# The controls of a simulated world are for whoever sits at its machine.
CONTROLS = {
    **_HEALTH,
    **dict.fromkeys(
        (
            "GET /",
            "GET /clock",
            "PUT /clock",
            "GET /conformance",
            "GET /credentials",
            "GET /faults",
            "POST /faults",
            "DELETE /faults",
            "GET /faults/{fault_id}",
            "DELETE /faults/{fault_id}",
            "GET /faults/stories",
            "POST /faults/stories/{name}",
            "GET /situations",
            "DELETE /journal",
            "GET /journal",
            "GET /journal/{request_id}",
            "POST /journal/verifications",
            "GET /odd-proofs",
            "GET /odd-proofs/{odd_proof_id}",
            "POST /patients",
            "GET /sandboxes",
            "POST /sandboxes",
            "GET /sandboxes/{name}",
            "DELETE /sandboxes/{name}",
            "POST /sandboxes/{name}/reset",
            "PUT /sandboxes/{name}/snapshots/{snapshot}",
            "POST /sandboxes/{name}/restore",
            "GET /personas",
            "GET /personas/{persona_id}",
        ),
        PUBLIC,
    ),
}

VERDICTS = {
    "eligibility": ELIGIBILITY,
    "consent": CONSENT,
    "registry": REGISTRY,
    "jpki": JPKI,
    "reader": READER,
    "controls": CONTROLS,
}


def owned(service: str, owner: Owner) -> set[str]:
    """The operations of a service on things that such an owner has."""
    return {name for name, verdict in VERDICTS[service].items() if verdict.owner is owner}
