"""What the four kinds of certificates have in common: how each is issued, renewed and ended for a caller."""

from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel

from services.registry.callers import own_insurer_only
from services.registry.certificates.commands import (
    BenefitCertificateKind,
    end_certificate,
    issue_certificate,
    renew_certificate,
)
from services.registry.certificates.messages.days import BenefitCertificateBody, CertificateEnd
from services.registry.created import already_there
from services.registry.outcome import Registered
from services.registry.person_records.rules.certificate_days import BenefitCertificate
from services.registry.recording import Author
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    ConflictingPeriod,
    MyNumberNotAccepted,
    RequestInvalid,
    ResourceNotFound,
    VersionMismatch,
)
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.worlds.world import World

_COMMON = (ResourceNotFound, BodyUnreadable, RequestInvalid, VersionMismatch)
END_RESPONSES: Final = refusals(*_COMMON)
ROLES: Final = "Roles: operator; an insurer, for its own number."
ISSUES: Final = "The same content again under the same id answers 200, other content 409."
RENEWS: Final = f"Issues another, and ends the one before on the day before where it would hold longer. {ROLES}"
ENDS: Final = f"It holds until `valid_to`; on the day before it began it is withdrawn and never held. {ROLES}"


def issue_responses(shown: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """Return what issuing or renewing may answer beside 201."""
    return {
        **already_there(shown),
        **refusals(*_COMMON, MyNumberNotAccepted, AlreadyExists, ConflictingPeriod),
    }


async def issue(
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    body: BenefitCertificateBody[BenefitCertificate],
    caller: Caller,
    world: World,
) -> Registered[BenefitCertificate]:
    """Issue what a body says; raises MyNumberNotAccepted, and as ``issue_certificate`` does."""
    refuse_my_numbers(body)
    certificate = _certificate_of(body, world)
    author, check_insurer = Author(world, caller.client_id), own_insurer_only(caller)
    return await issue_certificate(author, kind, coverage_id, certificate, check_insurer)


async def renew(
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    renewed_id: UUID,
    body: BenefitCertificateBody[BenefitCertificate],
    caller: Caller,
    world: World,
) -> Registered[BenefitCertificate]:
    """Issue what follows another; raises MyNumberNotAccepted, and as ``renew_certificate`` does."""
    refuse_my_numbers(body)
    certificate = _certificate_of(body, world)
    author, check_insurer = Author(world, caller.client_id), own_insurer_only(caller)
    return await renew_certificate(author, kind, coverage_id, renewed_id, certificate, check_insurer)


async def end(
    kind: BenefitCertificateKind[BenefitCertificate],
    coverage_id: UUID,
    certificate_id: UUID,
    body: CertificateEnd,
    caller: Caller,
    world: World,
) -> BenefitCertificate:
    """End what was issued; raises as ``end_certificate`` does."""
    author, check_insurer = Author(world, caller.client_id), own_insurer_only(caller)
    return await end_certificate(author, kind, coverage_id, certificate_id, body.valid_to, check_insurer)


def _certificate_of(body: BenefitCertificateBody[BenefitCertificate], world: World) -> BenefitCertificate:
    return body.certificate(body.chosen_id or new_id(world.clock.now(), world.random_bytes))
