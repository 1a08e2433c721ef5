"""Odd certificates of pinned roots, presented at the portal, where nobody needs a token."""

import pytest

from services.jpki.odd.catalogue import ODD_PROOFS
from services.jpki.odd.hand import Hand
from shared.pki.proof import ProofClaims
from tests import builders
from tests.clinic import Card
from tests.odd_certificates.leaf import KEY
from tests.odd_certificates.leaves import ALL
from tests.service.consent.office import Office
from tests.worlds import CLOCK


@pytest.mark.parametrize("name", ["never-ends", "grace-beyond-calendar", "ended-in-1950", "ca-true"])
async def test_an_odd_certificate_signs_nobody_in(office: Office, name: str) -> None:
    odd = ALL[name]

    answer = await office.sign_in(Card(KEY, odd.leaf.signed_by(office.clinic.authorities[3])))

    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:onshi:problem:{odd.code}")


async def test_every_odd_proof_is_refused_at_the_portal_as_in_a_check(office: Office) -> None:
    """One verifier serves both; what is signed for another institution is no oddity where there is none to compare."""
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    wrong = {}
    for odd in ODD_PROOFS.values():
        if odd.forge is not None and odd.id != "aud-portal":
            challenge = (await office.http.post("/v1/me/challenges")).json()
            now = CLOCK.now()
            claims = builders.claims(
                challenge["nonce"], now, aud="onshi-portal", institution=challenge["institution"], consents=[]
            )
            hand = Hand(ProofClaims(**claims), card.key, card.certificate, 3, office.clinic.authorities, now)
            answer = await office.http.post("/v1/me/sessions", json={"presence_proof": odd.forge(hand)})
            if answer.json().get("type") != f"urn:onshi:problem:{odd.code}":
                wrong[odd.id] = (answer.status_code, answer.json().get("type"))
    # The length of a proof is in the document of this operation: the form of the body comes first.
    assert wrong == {"x5c-16-kib": (422, "urn:onshi:problem:request-invalid")}
