"""A reception desk written against the generated packages alone: ``python desk.py BASE_URL CONTROL_URL``.

``onshi_registry``, ``onshi_eligibility``, ``onshi_jpki``, ``onshi_consent`` and ``onshi_controls`` are generated from
the documents of a running simulator (docs/generated-clients.md). What came back is printed, a line of JSON a thing.
"""

import json
import sys

from onshi_consent import AuthenticatedClient as ConsentClient
from onshi_consent.api.purposes import purposes_check_purpose
from onshi_consent.models import DataKind, PurposeCheckRequest, PurposeVerdict, Role
from onshi_consent.models import PurposeOfUse as AskedPurpose
from onshi_controls import Client as ControlsClient
from onshi_controls.api.controls import controls_read_persona
from onshi_controls.models import CardAnswer, InsuredAnswer, PersonaAnswer
from onshi_eligibility import AuthenticatedClient as EligibilityClient
from onshi_eligibility.api.check import check_eligibility, check_get_one, check_issue_challenge
from onshi_eligibility.models import (
    Challenge,
    CheckAnswer,
    CheckRequest,
    InsuredIdentifiers,
    LimitCertificate,
    Problem,
    PurposeOfUse,
    Result,
)
from onshi_eligibility.types import Unset
from onshi_jpki import Client as JpkiClient
from onshi_jpki.api.authority import authority_read_roots
from onshi_jpki.api.cards import cards_prove_presence
from onshi_jpki.models import DataKind as ConsentKind
from onshi_jpki.models import PresenceProofRequest, PresenceProofView
from onshi_jpki.models import Problem as JpkiProblem
from onshi_jpki.models import PurposeOfUse as SignedPurpose
from onshi_registry import Client as RegistryClient
from onshi_registry.api.tokens import tokens_get_keys, tokens_get_token
from onshi_registry.models import TokenAnswer, TokenError, TokenKeys, TokenRequest, TokenRequestGrantType

INSTITUTION = "9910000018"


def main(base_url: str, control_url: str) -> None:
    """Ask about one patient in every way that a desk has."""
    with RegistryClient(f"{base_url}/registry") as registry, ControlsClient(control_url) as controls:
        token = get_token(registry)
        card, insured = read_patient(controls)
    with EligibilityClient(f"{base_url}/eligibility", token) as desk, JpkiClient(f"{base_url}/jpki") as jpki:
        check_by_card(desk, jpki, card)
        check_by_identifiers(desk, insured)
        ask_with_two_mistakes(desk, insured)
        type_a_wrong_pin(desk, jpki, card)
    with EligibilityClient(f"{base_url}/eligibility", "no-token") as stranger:
        tell_refusal(check_issue_challenge.sync(client=stranger))
    with ConsentClient(f"{base_url}/consent", token) as consent:
        explain_a_purpose(consent)


def get_token(registry: RegistryClient) -> str:
    """Return an access token; a wrong secret is answered as OAuth 2.0 says."""

    def asked(secret: str) -> TokenRequest:
        return TokenRequest(TokenRequestGrantType.CLIENT_CREDENTIALS, client_id="clinic", client_secret=secret)

    refused = tokens_get_token.sync(client=registry, body=asked("wrong"))
    assert isinstance(refused, TokenError)
    tell("token refused", refused.error)
    answer = tokens_get_token.sync(client=registry, body=asked("clinic-development-secret"))
    assert isinstance(answer, TokenAnswer)
    tell("token", answer.token_type, answer.expires_in, answer.scope)
    keys = tokens_get_keys.sync(client=registry)
    assert isinstance(keys, TokenKeys)
    tell("signed by", keys.keys[0].alg, keys.keys[0].crv)
    return answer.access_token


def read_patient(controls: ControlsClient) -> tuple[CardAnswer, InsuredAnswer]:
    """Return the test patient's card and identifiers."""
    persona = controls_read_persona.sync("employee-with-limit", client=controls)
    assert isinstance(persona, PersonaAnswer)
    assert persona.card is not None
    assert persona.insured is not None
    tell("persona", persona.id, persona.group, persona.ask.card.holder_verification)
    return persona.card, persona.insured


def check_by_card(desk: EligibilityClient, jpki: JpkiClient, card: CardAnswer) -> None:
    """Check by card, with the patient's consent to show the limit, and read the answer again."""
    roots = authority_read_roots.sync("authentication", client=jpki)
    assert isinstance(roots, str)
    tell("roots", roots.count("BEGIN CERTIFICATE"))
    proof = signed(jpki, card, fresh_nonce(desk))
    response = check_eligibility.sync_detailed(client=desk, body=CheckRequest(proof, client_reference="uketsuke-1"))
    answer = response.parsed
    assert isinstance(answer, CheckAnswer)
    assert answer.certificate_state is not None
    tell("by card", answer.method, answer.client_reference, answer.certificate_state)
    tell_answer(answer)
    tell("next nonce", "Replay-Nonce" in response.headers)
    again = check_get_one.sync(answer.check_id, client=desk)
    assert isinstance(again, CheckAnswer)
    tell("again", again.check_id == answer.check_id, again.results == answer.results)
    tell_refusal(check_eligibility.sync(client=desk, body=CheckRequest(proof)))


def check_by_identifiers(desk: EligibilityClient, insured: InsuredAnswer) -> None:
    """Check by what stands on the 資格確認書, for care and for a purpose that the law forbids."""
    answer = check_eligibility.sync(client=desk, body=by_identifiers(insured, PurposeOfUse.CARE_VISIT))
    assert isinstance(answer, CheckAnswer)
    tell("by identifiers", answer.method, answer.client_reference, answer.certificate_state)
    tell_answer(answer)
    forbidden = check_eligibility.sync(client=desk, body=by_identifiers(insured, PurposeOfUse.EMPLOY_CONTRACT))
    assert isinstance(forbidden, CheckAnswer)
    assert forbidden.refusal is not None
    tell("forbidden", forbidden.outcome, forbidden.validity, forbidden.refusal.code, forbidden.results)


def ask_with_two_mistakes(desk: EligibilityClient, insured: InsuredAnswer) -> None:
    """Show that a refusal names both."""
    wrong = by_identifiers(insured, PurposeOfUse.CARE_VISIT)
    assert isinstance(wrong.insured, InsuredIdentifiers)
    wrong.insured.insurer_number, wrong.insured.branch = "x", "x"
    tell_refusal(check_eligibility.sync(client=desk, body=wrong))


def type_a_wrong_pin(desk: EligibilityClient, jpki: JpkiClient, card: CardAnswer) -> None:
    """Show the card's own refusal."""
    card.pin = "9999"
    refused = cards_prove_presence.sync(card.card_id, client=jpki, body=to_sign(card, fresh_nonce(desk)))
    assert isinstance(refused, JpkiProblem)
    tell("refused", refused.type_, refused.status, refused.retryable)


def explain_a_purpose(consent: ConsentClient) -> None:
    """Ask why a purpose is forbidden."""
    asked = PurposeCheckRequest(AskedPurpose.IDENTITY, Role.INSTITUTION, [DataKind.COVERAGE])
    verdict = purposes_check_purpose.sync(client=consent, body=asked)
    assert isinstance(verdict, PurposeVerdict)
    assert verdict.refusal is not None
    tell("verdict", verdict.is_allowed, verdict.refusal.code, verdict.refusal.article)


def fresh_nonce(desk: EligibilityClient) -> str:
    """Return a nonce for the card to sign."""
    challenge = check_issue_challenge.sync(client=desk)
    assert isinstance(challenge, Challenge)
    assert challenge.expires_at > challenge.issued_at
    return challenge.nonce


def signed(jpki: JpkiClient, card: CardAnswer, nonce: str) -> str:
    """Return the card's presence proof."""
    view = cards_prove_presence.sync(card.card_id, client=jpki, body=to_sign(card, nonce))
    assert isinstance(view, PresenceProofView)
    return view.presence_proof


def to_sign(card: CardAnswer, nonce: str) -> PresenceProofRequest:
    """Return what the reader shows the card."""
    return PresenceProofRequest(
        nonce=nonce,
        institution=INSTITUTION,
        purpose=SignedPurpose.CARE_VISIT,
        pin=card.pin,
        consents=[ConsentKind.LIMIT_CERTIFICATE],
    )


def by_identifiers(insured: InsuredAnswer, purpose: PurposeOfUse) -> CheckRequest:
    """Return a check by identifiers."""
    identifiers = InsuredIdentifiers(
        insurer_number=insured.insurer_number,
        symbol=insured.symbol,
        number=insured.number,
        branch=insured.branch,
        birthdate=insured.birthdate,
    )
    return CheckRequest(insured=identifiers, purpose=purpose, limit_certificate_consent=True)


def tell_answer(answer: CheckAnswer) -> None:
    """Print what a desk shows."""
    assert answer.validity is not None
    tell("validity", answer.outcome, answer.validity, answer.as_of)
    for result in answer.results:
        tell_result(result)


def tell_result(result: Result) -> None:
    """Print one coverage."""
    tell("insurer", result.insurer.number, result.insurer.name)
    tell("coverage", result.symbol, result.number, result.branch, result.relationship, result.birthdate)
    tell("share", result.copay_percent, result.sex, result.valid_to)
    certificate = result.limit_certificate
    assert isinstance(certificate, LimitCertificate)
    assert certificate.monthly_limit is not None
    tell("limit", certificate.category, certificate.label, certificate.monthly_limit.base_yen)


def tell_refusal(refusal: CheckAnswer | Challenge | Problem | None) -> None:
    """Print a refusal by its stable parts."""
    assert isinstance(refusal, Problem)
    has_check = not isinstance(refusal.check_id, Unset)
    tell("refused", refusal.type_, refusal.status, refusal.retryable, has_check)
    for violation in refusal.errors:
        tell("violation", violation.pointer, violation.code)


def tell(*things: object) -> None:
    """Print a line."""
    print(json.dumps(things, ensure_ascii=False, separators=(",", ":"), default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
