"""The roots of the simulated J-LIS that this world trusts: pinned here, published for every verifier."""

from collections.abc import Sequence

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, insert, select

from services.registry.published_tables import published_roots
from services.registry.publishing import close
from services.registry.recording import Author
from services.registry.trust.store.roots import Roots, read_roots
from shared.pki.roots import key_id_of_root


async def pin_roots(author: Author, roots: Sequence[x509.Certificate]) -> tuple[Roots, bool]:
    """Publish those of ``roots`` that are not known yet; return all, and whether any was new."""
    async with author.world.database.transaction() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("onshi registry trust roots"))))
        now = author.world.clock.now()
        known = await read_roots(connection, now)
        new = [root for root in roots if known.get(key_id_of_root(root)) != root]
        for root in new:
            key = {"authority_key_id": key_id_of_root(root)}
            await close(connection, published_roots, key, now)
            der = root.public_bytes(Encoding.DER)
            await connection.execute(insert(published_roots).values(**key, certificate=der, known_from=now))
    return known | {key_id_of_root(root): root for root in new}, bool(new)
