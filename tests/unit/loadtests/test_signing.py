import json
from io import BytesIO

import httpx

from loadtests.signing import sign_all


def jpki(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/jpki/v1/cards/card-1/presence-proofs":
        return httpx.Response(200, json={"presence_proof": f"signed {json.loads(request.content)['nonce']}"})
    if request.url.path == "/jpki/v1/cards/blocked/presence-proofs":
        return httpx.Response(423, json={"type": "urn:onshi:problem:pin-blocked"})
    raise httpx.ConnectError("nobody listens")


def test_every_order_is_answered_in_turn_by_its_number() -> None:
    orders = b"".join(
        json.dumps({"id": number, "card_id": card_id, "body": {"nonce": f"n{number}"}}).encode() + b"\n"
        for number, card_id in enumerate(("card-1", "blocked", "gone", "card-1"))
    )
    proofs = BytesIO()

    with httpx.Client(transport=httpx.MockTransport(jpki), base_url="http://127.0.0.1") as client:
        sign_all(BytesIO(orders), proofs, client)

    assert [json.loads(line) for line in proofs.getvalue().splitlines()] == [
        {"id": 0, "presence_proof": "signed n0"},
        {"id": 1, "error": "status 423"},
        {"id": 2, "error": "ConnectError"},
        {"id": 3, "presence_proof": "signed n3"},
    ]
