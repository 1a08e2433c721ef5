"""`onshi check`: one eligibility check of a persona, as a clinic's program makes it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from onshi.answers import Answer
from onshi.client import Clinic
from onshi.connecting import Verify
from onshi.problems import OnshiProblem
from onshi.signer import VirtualCard
from simulator.asking.inspection import print_json, read_items
from simulator.asking.named import named
from simulator.asking.refusals import say_refusal


class CannotAsk(Exception):
    """There is no such persona, or it cannot be asked about in this way."""


@dataclass(frozen=True, slots=True)
class Where:
    """A running simulator: its services, its controls, whom to trust over TLS, and with which certificate to come."""

    base_url: str
    control_url: str
    verify: Verify = True
    certificate: Path | None = None


def check_persona(persona_id: str, by: str, purpose: str | None, where: Where) -> bool:
    """Print the answer and return True, or print the refusal and return False.

    Raises NotRunning, NobodyOfThatName, CannotAsk or CertificateUnreadable.
    """
    persona = _find(persona_id, where)
    _require_way(persona, by)
    # Some are asked about by another client: what a reader verified counts from a reader only.
    client_id = persona["ask"][by]["client_id"]
    credential = next(
        each for each in read_items(where.control_url, "credentials", where.verify) if each["client_id"] == client_id
    )
    try:
        with Clinic(
            where.base_url,
            credential["client_id"],
            credential["client_secret"],
            verify=where.verify,
            certificate=where.certificate,
        ) as clinic:
            print_json(_ask(clinic, persona, by, purpose, where).document)
    except OnshiProblem as problem:
        print(*say_refusal(problem), sep="\n", file=sys.stderr)  # noqa: T201 - a program speaks to its user
        return False
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise CannotAsk(f"no simulator answers at {where.base_url} ({type(error).__name__})") from error
    return True


def _ask(clinic: Clinic, persona: dict[str, Any], by: str, purpose: str | None, where: Where) -> Answer:
    ask = persona["ask"][by]
    purpose = purpose or ask["purpose"]
    if by == "card":
        card, way = persona["card"], ask["holder_verification"]
        with VirtualCard(
            where.base_url, card["card_id"], card["pin"], holder_verification=way, verify=where.verify
        ) as hand:
            return clinic.check_card(
                hand, purpose=purpose, consents=ask["consents"], prescription_form=ask["prescription_form"]
            )
    return clinic.check(
        insured=persona["insured"],
        purpose=purpose,
        limit_certificate_consent=ask["limit_certificate_consent"],
        specific_disease_consent=ask["specific_disease_consent"],
        as_of=persona["as_of"],
    )


def _find(persona_id: str, where: Where) -> dict[str, Any]:
    return named(read_items(where.control_url, "personas", where.verify), "id", persona_id, "onshi personas")


def _require_way(persona: dict[str, Any], by: str) -> None:
    if by not in ("card", "insured"):
        raise CannotAsk(f"--by is card or insured, not {by!r}")
    if persona[by] is None:
        other, what = ("insured", "no card") if by == "card" else ("card", "no numbers")
        raise CannotAsk(f"{persona['id']} has {what}; ask with --by {other}（--by {other} で照会してください）")
