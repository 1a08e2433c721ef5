"""Odd proofs, told by controls without services: the list, one of them, and the pages, where nothing can be tried."""

from services.jpki.odd.catalogue import ODD_PROOFS
from tests.unit.simulator.controls.serving import controls

RSA_1024 = {
    "id": "rsa-1024",
    "title": "RSA-1024",
    "title_ja": "RSA 1024ビット",
    "odd": "The key is too short.",
    "odd_ja": "鍵が短すぎます。",
    "step": "certificate",
    "code": "certificate-wrong-kind",
    "status": 422,
    "made_by": "card",
    "is_recorded": True,
}


async def test_one_says_how_it_is_refused() -> None:
    async with controls() as client:
        assert (await client.get("/odd-proofs/rsa-1024")).json() == RSA_1024
        foreign = (await client.get("/odd-proofs/nonce-foreign")).json()

    assert (foreign["made_by"], foreign["code"], foreign["status"]) == ("sender", "nonce-foreign", 409)


async def test_the_list_is_turned_over_page_by_page() -> None:
    found: list[str] = []
    cursor: dict[str, str] = {}
    async with controls() as client:
        while True:
            page = (await client.get("/odd-proofs", params={"limit": 60, **cursor})).json()
            found += [each["id"] for each in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}

    assert found == list(ODD_PROOFS)


async def test_what_is_none_is_not_found() -> None:
    async with controls() as client:
        answers = [
            await client.get("/odd-proofs/rsa-1023"),
            await client.get("/console/odd-proofs/rsa-1023"),
            await client.post("/console/odd-proofs/nonce-foreign", headers={"Origin": "http://controls"}),
        ]
        stray = await client.get("/odd-proofs", params={"step": "claims"})
        gone = await client.get("/console/odd-proofs/tries/0", follow_redirects=False)

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert stray.status_code == 422
    assert (gone.status_code, gone.headers["location"]) == (303, "/console/odd-proofs?alert=answer_gone")


async def test_alone_the_pages_tell_that_nothing_can_be_tried() -> None:
    async with controls() as client:
        matrix = (await client.get("/console/odd-proofs")).text
        one = (await client.get("/console/odd-proofs/rsa-1024")).text
        tried = await client.post("/console/odd-proofs/rsa-1024", headers={"Origin": "http://controls"})
        foreign = await client.post("/console/odd-proofs/rsa-1024", headers={"Origin": "http://elsewhere.example"})

    assert all(each in matrix for each in ODD_PROOFS)
    assert 'method="post"' not in matrix + one
    assert "試せません" in one
    assert (tried.status_code, foreign.status_code) == (409, 403)
