"""docs/odd-proofs.md, made from services/jpki/odd: `make docs` writes it, a test compares it."""

from pathlib import Path

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.shape import STEPS, OddProof
from shared.errors import catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "odd-proofs.md"
_HEAD = """# Odd proofs

Made from `services/jpki/odd` by `make docs`; don't edit it here.

A presence proof is judged in steps: it can be read, its nonce is ours, its claims fit the request, a root vouches for
the certificate, the signature is the card's, the certificate is not revoked, its holder is registered. Below is what
must be refused at each step, and with which code. One thing is wrong with each; all else is as a card makes it. Use
them to see what your program does when a card, a middleware or an attacker sends such a proof.

本人確認データの検証手順ごとに、拒否されるデータの一覧です。1件につき1か所だけが誤っています。

- **To meet one**: `POST /jpki/v1/cards/{card_id}/tricks` with `{"trick": "another-key"}`. The card's next presence
  proof is that one, once; whoever asks for it knows nothing. `GET` shows what waits, `DELETE` forgets it; the shell has
  `onshi card trick`. Two tricks are the card's own: `card-pulled-out` (the signing is refused as `card-removed`) and
  `revoked-just-now` (the certificate is revoked for ever, then the card signs).
- On the console (`/console/odd-proofs`) **Try it** sends one and explains its refusal step by step: header,
  payload, digest, what was expected and found. For programs: `GET /odd-proofs`, `GET /odd-proofs/{id}`.
- *made by*: `card`, where a card of the simulator makes it, from its own key and certificate; `sender`, where it takes
  what the description says.
- *record*: whether the refusal is on record, which also spends the nonce. What is refused before the nonce is known
  leaves no trace, and the same nonce can be signed again.
- Each is tried over HTTP (`tests/service/eligibility/test_odd_proofs.py`): exactly this code, nothing disclosed.
- Causes and cures of the codes: [refusals.md](refusals.md).
"""


def page() -> str:
    """Return the whole page."""
    steps = [(step, [each for each in ODD_PROOFS.values() if each.step == step]) for step in STEPS]
    return _HEAD + "".join(_section(step, found) for step, found in steps if found)


def _section(step: str, found: list[OddProof]) -> str:
    head = f"\n## Step `{step}`\n\n| id | what is odd | code | status | made by | record |\n|---|---|---|---|---|---|\n"
    return head + "".join(map(_row, found))


def _row(odd: OddProof) -> str:
    what = f"**{odd.title.en}** {odd.odd.en} / **{odd.title.ja}** {odd.odd.ja}"
    made_by = "sender" if odd.forge is None else "card"
    recorded = "yes" if odd.is_recorded else "no"
    return f"| `{odd.id}` | {what} | `{odd.code}` | {catalogue()[odd.code].status} | {made_by} | {recorded} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
