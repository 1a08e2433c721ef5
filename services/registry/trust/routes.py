"""The pinned roots of the simulated J-LIS."""

from fastapi import Response

from services.registry.callers import Administrator
from services.registry.created import ALREADY_THERE, CREATED, already_there
from services.registry.recording import Author
from services.registry.strictness import RequestStrictness
from services.registry.trust.commands.roots import pin_roots
from services.registry.trust.messages import AcceptedAlgorithmShown, TrustRoots, TrustRootShown
from services.registry.trust.rules.roots import read_root_certificates
from services.registry.trust.store.roots import Roots, read_roots
from shared.errors import DATABASE_FAILURES, BodyUnreadable, RequestInvalid
from shared.pki.accepted_algorithms import ACCEPTED
from shared.web.from_world import RequestWorld
from shared.web.paging import Page
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["trust roots"])


@router.post(
    "/v1/trust-roots",
    summary="Pin roots (ルート証明書の登録)",
    status_code=CREATED,
    responses={**already_there(Page[TrustRootShown]), **refusals(BodyUnreadable, RequestInvalid)},
)
async def pin(
    body: TrustRoots, caller: Administrator, world: RequestWorld, strictness: RequestStrictness, response: Response
) -> Page[TrustRootShown]:
    """Trust these CAs of user-authentication certificates, beside those trusted already. Role: operator.

    Roots of another authority than the simulated J-LIS only where it was started with `--allow-foreign-roots`.
    """
    asked = read_root_certificates(body.certificates_pem, takes_foreign=strictness.takes_foreign_roots)
    roots, any_new = await pin_roots(Author(world, caller.client_id), asked)
    response.status_code = CREATED if any_new else ALREADY_THERE
    return _page(roots)


@router.get("/v1/trust-roots", summary="The pinned roots (ルート証明書の一覧)", responses=refusals(*DATABASE_FAILURES))
async def get_pinned(world: RequestWorld) -> Page[TrustRootShown]:
    """All roots that are trusted now, on one page. Public."""
    async with world.database.transaction() as connection:
        return _page(await read_roots(connection, world.clock.now()))


@router.get(
    "/v1/accepted-algorithms",
    summary="How a card may sign (署名アルゴリズムの一覧)",
    responses=refusals(*DATABASE_FAILURES),
)
async def get_accepted_algorithms() -> Page[AcceptedAlgorithmShown]:
    """Algorithms and key sizes (鍵長) that verifiers take, with the days from and to which they do. Public.

    RSA is what cards have; P-384 is what the next card (次期マイナンバーカード) is to have. Another key is refused as
    `certificate-wrong-kind`.
    """
    return Page(items=[AcceptedAlgorithmShown.of(each) for each in ACCEPTED.values()], next_cursor=None)


def _page(roots: Roots) -> Page[TrustRootShown]:
    return Page(items=[TrustRootShown.of(root) for _, root in sorted(roots.items())], next_cursor=None)
