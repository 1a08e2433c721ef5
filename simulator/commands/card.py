"""`onshi card …`: the cards of a running simulator, in one's hand."""

import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from simulator.commands.failing import fail
from simulator.commands.options import CaFile, ControlUrl, Url
from simulator.pages.pasted import USUAL_CONTROL_URL, USUAL_URL

CardName = Annotated[str, typer.Argument(metavar="CARD", help="A card's id, or the persona whose card it is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print what the service answers.")]
_REASONS = "keyCompromise (lost, stolen), affiliationChanged, superseded, cessationOfOperation, certificateHold, …"


def list_cards(
    as_json: AsJson = False, url: Url = USUAL_URL, control_url: ControlUrl = USUAL_CONTROL_URL, ca: CaFile = None
) -> None:
    """List the cards of all personas.

    Example: `onshi card list`.
    """

    def run(cards: Any) -> Any:
        return [
            {"persona": each.persona, "card_id": each.card_id, "pin": each.pin, "carrier": each.carrier}
            for each in cards.of_personas()
        ]

    _tell(_asked(run, url, control_url, ca), as_json)


def show(
    card: CardName,
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Show a card: certificates, state, tries left, phones.

    Example: `onshi card show employee-with-limit`.
    """
    _tell(_asked(lambda cards: cards.get(f"/v1/cards/{cards.card_id(card)}"), url, control_url, ca), as_json)


def issue(
    *,
    birthdate: Annotated[str | None, typer.Option(help="YYYY-MM-DD. Needed but for a phone.")] = None,
    pin: Annotated[str | None, typer.Option(help="4 digits; left out: a card without PIN, or an iPhone.")] = None,
    phone_of: Annotated[str | None, typer.Option(help="Make a phone from this card (or persona's).")] = None,
    platform: Annotated[str, typer.Option(help="Of a phone: android or iphone.")] = "iphone",
    same_holder_as: Annotated[str | None, typer.Option(help="Another card of the same person.")] = None,
    issued_on: Annotated[str | None, typer.Option(help="YYYY-MM-DD; default: today.")] = None,
    valid_until: Annotated[str | None, typer.Option(help="YYYY-MM-DD, the card's own last day.")] = None,
    signature: Annotated[bool, typer.Option("--signature", help="With a certificate for signatures, too.")] = False,
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Issue a card, or a phone beside one.

    Example: `onshi card issue --birthdate 1980-02-17 --pin 1234`.
    """

    def run(cards: Any) -> Any:
        if phone_of is not None:
            return cards.post(f"/v1/cards/{cards.card_id(phone_of)}/phones", {"platform": platform, "pin": pin})
        other = None if same_holder_as is None else cards.card_id(same_holder_as)
        order = {"birthdate": birthdate, "issued_on": issued_on, "valid_until": valid_until, "same_holder_as": other}
        return cards.post("/v1/cards", {**order, "signature": signature or None}, pin=pin)

    if birthdate is None and phone_of is None:
        raise typer.BadParameter("needed, but for a phone (--phone-of)", param_hint="--birthdate")
    _tell(_asked(run, url, control_url, ca), as_json)


def sign(
    card: CardName,
    *,
    nonce: Annotated[str, typer.Option(help="From POST /eligibility/v1/challenges.")],
    institution: Annotated[str, typer.Option(help="医療機関コード, 10 digits.")],
    pin: Annotated[str | None, typer.Option(help="Left out: a persona's, where no other way is named.")] = None,
    way: Annotated[str, typer.Option(help="pin, face, visual or device_biometric.")] = "pin",
    purpose: Annotated[str, typer.Option(help="利用目的.")] = "CARE_VISIT",
    aud: Annotated[str, typer.Option(help="onshi-eligibility, onshi-registration or onshi-portal.")] = (
        "onshi-eligibility"
    ),
    consent: Annotated[list[str] | None, typer.Option(help="medication, checkups, …; repeat for more.")] = None,
    certificate: Annotated[str, typer.Option(help="authentication, or signature: the wrong one.")] = "authentication",
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Have a card sign a presence proof, and print it.

    Example: `onshi card sign iphone --way device_biometric --nonce N --institution 9910000018`.
    """

    def run(cards: Any) -> Any:
        card_id = cards.card_id(card)
        shown = {way: (pin or cards.pin_of(card_id)) if way == "pin" else True}
        claims = {"nonce": nonce, "institution": institution, "purpose": purpose, "aud": aud}
        body = {**claims, "consents": consent, "certificate": certificate, **shown}
        return cards.post(f"/v1/cards/{card_id}/presence-proofs", body)

    answer = _asked(run, url, control_url, ca)
    if as_json:
        _tell(answer, as_json)
    else:
        print(answer["presence_proof"])


def verify(
    proof: Annotated[str, typer.Argument(help="A compact JWS; - reads it from standard input.")],
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Verify a proof by the published roots and lists: exit code 1 when it is refused.

    Example: `onshi card verify -`.
    """

    def run(cards: Any) -> Any:
        from simulator.asking.proof_verification import verify_proof

        return verify_proof(cards, sys.stdin.read() if proof == "-" else proof, cards.now())

    found = _asked(run, url, control_url, ca)
    _tell(found, as_json)
    if found["code"] is not None:
        sys.exit(1)


def renew(
    card: CardName,
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Renew a card's certificate (電子証明書の更新).

    Example: `onshi card renew card-expires-soon`.
    """
    _tell(_asked(lambda cards: cards.post(f"/v1/cards/{cards.card_id(card)}/renewal"), url, control_url, ca), as_json)


def revoke(
    card: CardName,
    reason: Annotated[str, typer.Option(help=_REASONS)] = "keyCompromise",
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Revoke a card's certificate for ever (失効).

    Example: `onshi card revoke iphone --reason keyCompromise`.
    """

    def run(cards: Any) -> Any:
        return cards.post(f"/v1/cards/{cards.card_id(card)}/revocation", {"reason": reason})

    _tell(_asked(run, url, control_url, ca), as_json)


def unblock(
    card: CardName,
    pin: Annotated[str | None, typer.Option(help="The new PIN; left out: the persona's own again.")] = None,
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Unblock PIN and face, as the municipal desk does (ロック解除).

    Example: `onshi card unblock pin-blocked`.
    """

    def run(cards: Any) -> Any:
        card_id = cards.card_id(card)
        return cards.post(f"/v1/cards/{card_id}/pin-reset", {"pin": pin or cards.pin_of(card_id)})

    _tell(_asked(run, url, control_url, ca), as_json)


def trick(
    card: CardName,
    name: Annotated[str | None, typer.Argument(metavar="TRICK", help="As in docs/odd-proofs.md.")] = None,
    *,
    forget: Annotated[bool, typer.Option("--forget", help="Forget all that wait.")] = False,
    as_json: AsJson = False,
    url: Url = USUAL_URL,
    control_url: ControlUrl = USUAL_CONTROL_URL,
    ca: CaFile = None,
) -> None:
    """Let a card's next presence proof be odd, once, and show what waits (不正な署名の予約).

    Example: `onshi card trick employee-with-limit another-key`.
    """

    def run(cards: Any) -> Any:
        return cards.tricks(card, name, forget=forget)

    _tell(_asked(run, url, control_url, ca), as_json)


def _asked(run: Callable[[Any], Any], url: str, control_url: str, ca: Any) -> Any:
    from onshi.connecting import CertificateUnreadable
    from onshi.problems import OnshiProblem
    from simulator.asking.cards import Cards
    from simulator.asking.inspection import NotRunning
    from simulator.asking.named import NobodyOfThatName
    from simulator.asking.one_check import CannotAsk, Where
    from simulator.asking.refusals import say_refusal

    try:
        return run(Cards(Where(url, control_url, ca or True)))
    except OnshiProblem as problem:
        print(*say_refusal(problem), sep="\n", file=sys.stderr)
        sys.exit(1)
    except (NotRunning, NobodyOfThatName, CannotAsk, CertificateUnreadable) as error:
        fail(error)


def _tell(answer: Any, as_json: bool) -> None:
    from simulator.asking.cards import print_card, print_cards
    from simulator.asking.inspection import print_json

    if as_json:
        print_json(answer)
    elif isinstance(answer, list):
        print_cards(answer)
    else:
        print_card(answer)
