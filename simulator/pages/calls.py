"""A check of a persona as a call to copy: by curl, with the onshi client, and the bodies alone."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.personas.credentials import Credential
from simulator.personas.persona import Persona, PersonaCard

_PICK = "python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])'"
_JSON = "-H 'Content-Type: application/json'"


@dataclass(frozen=True, slots=True)
class Calls:
    """The same check in three ways."""

    curl: str
    python: str
    json: str


@dataclass(frozen=True, slots=True)
class CalledAt:
    """Where the services of a world are, and whom to trust there over TLS."""

    base_url: str
    ca: Path | None = None


def calls_by_number(persona: Persona, client: Credential, at: CalledAt) -> Calls:
    """Return the calls that ask by the persona's identifiers."""
    assert persona.insured is not None  # noqa: S101 - nobody asks so about the others
    ask, written = persona.ask.insured, persona.insured
    insured = {
        "insurer_number": written.insurer_number,
        "symbol": written.symbol,
        "number": written.number,
        "branch": written.branch,
        "birthdate": written.birthdate.isoformat(),
    }
    body = {
        "insured": {name: value for name, value in insured.items() if value is not None},
        "purpose": ask.purpose,
        "limit_certificate_consent": ask.limit_certificate_consent,
    } | ({"specific_disease_consent": True} if ask.specific_disease_consent else {})
    arguments = "".join(f"\n        {name}={value!r}," for name, value in body.items())
    return Calls(
        curl="\n".join([*_token(client, at), _check(_quoted(body))]),
        python=f"from onshi.client import Clinic\n\nwith {_clinic(client, at)} as clinic:\n"
        f"    answer = clinic.check({arguments}\n    )\n    print(answer.document)\n",
        json=f"POST {at.base_url}/eligibility/v1/checks\n\n{_pretty(body)}",
    )


def calls_by_card(persona: Persona, client: Credential, at: CalledAt) -> Calls:
    """Return the calls that have the persona's card sign, and ask with its proof."""
    assert persona.card is not None  # noqa: S101 - nobody asks so about the others
    ask, card = persona.ask.card, persona.card
    way = {"pin": card.pin} if ask.holder_verification == "pin" else {ask.holder_verification: True}
    chosen = ({"consents": list(ask.consents)} if ask.consents else {}) | (
        {} if ask.prescription_form is None else {"prescription_form": ask.prescription_form}
    )
    signed = {**way, "nonce": "$nonce", "institution": client.institution_code, "purpose": ask.purpose, **chosen}
    signing = json.dumps(json.dumps(signed, ensure_ascii=False), ensure_ascii=False)
    curl = [
        *_token(client, at),
        'nonce=$(ask -X POST $base/eligibility/v1/challenges -H "Authorization: Bearer $token" | pick nonce)',
        f"proof=$(ask $base/jpki/v1/cards/{card.card_id}/presence-proofs {_JSON} \\",
        f"  -d {signing} | pick presence_proof)",
        _check('"{\\"presence_proof\\": \\"$proof\\"}"'),
    ]
    asked = "".join(f", {name}={value!r}" for name, value in {"purpose": ask.purpose, **chosen}.items())
    return Calls(
        curl="\n".join(curl),
        python=f"from onshi.client import Clinic, VirtualCard\n\nwith (\n    {_clinic(client, at)} as clinic,\n"
        f"    {_hand(card, ask.holder_verification, at)} as card,\n):\n"
        f"    answer = clinic.check_card(card{asked})\n    print(answer.document)\n",
        json=f"POST {at.base_url}/jpki/v1/cards/{card.card_id}/presence-proofs\n\n{_pretty(signed)}\n\n"
        f"POST {at.base_url}/eligibility/v1/checks\n\n{_pretty({'presence_proof': '$proof'})}",
    )


def _token(client: Credential, at: CalledAt) -> list[str]:
    ca = "" if at.ca is None else f" --cacert {shlex.quote(str(at.ca))}"
    return [
        f"base={shlex.quote(at.base_url)}",
        f"ask() {{ curl -s --noproxy '*'{ca} \"$@\"; }}",
        f'pick() {{ {_PICK} "$1"; }}',
        f"token=$(ask $base/registry/v1/oauth/token -u {client.client_id}:{client.client_secret} \\",
        "  -d grant_type=client_credentials | pick access_token)",
    ]


def _check(body: str) -> str:
    return f'ask $base/eligibility/v1/checks -H "Authorization: Bearer $token" \\\n  {_JSON} -d {body}'


def _quoted(body: Mapping[str, Any]) -> str:
    return shlex.quote(json.dumps(body, ensure_ascii=False))


def _pretty(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _clinic(client: Credential, at: CalledAt) -> str:
    return f"Clinic({at.base_url!r}, {client.client_id!r}, {client.client_secret!r}{_verify(at)})"


def _hand(card: PersonaCard, way: str, at: CalledAt) -> str:
    pin = "" if card.pin is None else f", {card.pin!r}"
    verified = "" if way == "pin" else f", holder_verification={way!r}"
    return f"VirtualCard({at.base_url!r}, {str(card.card_id)!r}{pin}{verified}{_verify(at)})"


def _verify(at: CalledAt) -> str:
    return "" if at.ca is None else f", verify={str(at.ca)!r}"
