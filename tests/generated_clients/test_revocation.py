"""Java's own verifier (PKIXRevocationChecker) accepts cards' certificates and sees that one is revoked, both ways."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx

from shared.clock import ShiftedClock, day_in_japan
from tests.flows.program import environment
from tests.service.jpki.service import jpki_on, new_card
from tests.worlds import TestDatabase

PROGRAM = Path(__file__).parent / "java" / "Revocation.java"
WITHIN_S = 300
"""Compiling takes seconds, and minutes on a machine that is busy with other languages."""


async def test_java_accepts_certificates_and_sees_revocations_by_ocsp_and_by_list(
    database: TestDatabase, tmp_path: Path
) -> None:
    # Java holds OCSP answers against the machine's clock, whatever date it is told to judge at: so does the world.
    today = day_in_japan(ShiftedClock().now())
    older = str(today - timedelta(days=1278))  # Of the second generation, which the third has followed since.
    async with jpki_on(database, None) as jpki:
        cards = [await new_card(jpki), await new_card(jpki), await new_card(jpki, issued_on=older)]
        revoked = await jpki.post(f"/v1/cards/{cards[1]['card_id']}/revocation", json={"reason": "keyCompromise"})
        assert revoked.status_code == 200, revoked.text
        files = [
            await kept(jpki, f"/v1/cards/{card['card_id']}/certificate", tmp_path / f"card-{number}.pem")
            for number, card in enumerate(cards)
        ]
        for name in ("roots.pem", "1.crl", "2.crl", "3.crl"):
            await kept(jpki, f"/ca/authentication/{name}", tmp_path / name)

        java = await asyncio.create_subprocess_exec(
            "/usr/bin/java",
            str(PROGRAM),
            str(tmp_path),
            str(jpki.base_url.join("/ocsp")),
            *files,
            env=environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(WITHIN_S):
            told, wrong = await java.communicate()

    assert (java.returncode, wrong.decode()) == (0, "")
    assert told.decode().splitlines() == [
        "ocsp good",
        "crl good",
        "ocsp revoked KEY_COMPROMISE",
        "crl revoked KEY_COMPROMISE",
        "ocsp good",
        "crl good",
    ]
    assert len({card["authority_key_id"] for card in cards}) == 2


async def kept(jpki: httpx.AsyncClient, path: str, file: Path) -> str:
    """Keep what the authority has under ``path``."""
    content = (await jpki.get(path)).raise_for_status().content
    await asyncio.to_thread(file.write_bytes, content)
    return str(file)
