"""Access tokens: signed by one key, good in one world until they end, and nothing else is taken."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import ECKey

from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import Role
from shared.domain.world_life import WorldLife
from shared.errors import TokenExpired, TokenInvalid, WorldMismatch
from shared.pki.tokens import Caller, TokenIssuer, TokenVerifier

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ISSUER = TokenIssuer(ECKey.generate_key("P-256"))
CALLER = Caller(
    client_id="clinic",
    role=Role.INSTITUTION,
    scopes=frozenset({"eligibility:check", "consent:read"}),
    world="default",
    expires_at=NOW + timedelta(hours=1),
    institution_code=InstitutionCode("9910000018"),
)


def verifier(life: WorldLife = WorldLife("default"), issuer: TokenIssuer = ISSUER) -> TokenVerifier:  # noqa: B008 - frozen
    made = TokenVerifier(life)
    made.trust({issuer.key_id: issuer.public_jwk()})
    return made


def test_who_was_issued_a_token_is_who_calls() -> None:
    assert verifier().verify(ISSUER.issue(CALLER, NOW), NOW) == CALLER


def test_a_token_ends_at_its_instant() -> None:
    token, trusting = ISSUER.issue(CALLER, NOW), verifier()
    trusting.verify(token, CALLER.expires_at - timedelta(microseconds=1))
    with pytest.raises(TokenExpired):
        trusting.verify(token, CALLER.expires_at)


@pytest.mark.parametrize("life", [WorldLife("mine"), WorldLife("default", 2)])
def test_a_token_of_another_world_or_an_earlier_generation_is_refused(life: WorldLife) -> None:
    with pytest.raises(WorldMismatch):
        verifier(life).verify(ISSUER.issue(CALLER, NOW), NOW)


def test_a_token_of_another_key_or_with_other_claims_is_none() -> None:
    with pytest.raises(TokenInvalid):
        verifier().verify(TokenIssuer(ECKey.generate_key("P-256")).issue(CALLER, NOW), NOW)
    header, claims, signature = ISSUER.issue(CALLER, NOW).split(".")
    changed = json.loads(urlsafe_b64decode(claims + "==")) | {"role": "operator"}
    forged = urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
    with pytest.raises(TokenInvalid):
        verifier().verify(f"{header}.{forged}.{signature}", NOW)
    with pytest.raises(TokenInvalid):
        verifier().verify("no token", NOW)


def test_what_was_verified_is_not_trusted_after_its_key_was_withdrawn() -> None:
    trusting, token = verifier(), ISSUER.issue(CALLER, NOW)
    trusting.verify(token, NOW)
    other = TokenIssuer(ECKey.generate_key("P-256"))
    trusting.trust({other.key_id: other.public_jwk()})
    with pytest.raises(TokenInvalid):
        trusting.verify(token, NOW)


def test_without_keys_nothing_is_trusted_and_the_public_key_holds_no_secret() -> None:
    assert not TokenVerifier(WorldLife("default")).trusts_any
    assert "d" not in ISSUER.public_jwk()
    assert verifier().verify(ISSUER.issue(replace(CALLER, institution_code=None), NOW), NOW).institution_code is None
