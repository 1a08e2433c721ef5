"""One signer: a process of its own that has virtual cards sign, one order a line.

    python -m loadtests.signing http://127.0.0.1:8000

It reads ``{"id", "card_id", "body"}`` from standard input, asks the simulated J-LIS, which alone has the cards'
private keys, and writes ``{"id", "presence_proof"}`` or ``{"id", "error"}`` to standard output. It ends with its input.
"""

import json
import sys
from typing import Any, BinaryIO

import httpx

from onshi.connecting import open_http

_TIMEOUT_S = 30.0


def sign_all(orders: BinaryIO, proofs: BinaryIO, jpki: httpx.Client) -> None:
    """Answer every order in ``orders``."""
    for line in orders:
        order = json.loads(line)
        proofs.write(json.dumps({"id": order["id"], **_sign(jpki, order)}).encode() + b"\n")
        proofs.flush()


def _sign(jpki: httpx.Client, order: dict[str, Any]) -> dict[str, str]:
    try:
        answer = jpki.post(f"/jpki/v1/cards/{order['card_id']}/presence-proofs", json=order["body"])
    except httpx.HTTPError as error:
        return {"error": type(error).__name__}
    if not answer.is_success:
        return {"error": f"status {answer.status_code}"}
    return {"presence_proof": answer.json()["presence_proof"]}


def main() -> None:
    """Sign for whoever started this process, at the simulator that the command line names."""
    with open_http(base_url=sys.argv[1], timeout=_TIMEOUT_S) as jpki:
        sign_all(sys.stdin.buffer, sys.stdout.buffer, jpki)


if __name__ == "__main__":
    main()
