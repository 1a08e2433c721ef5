"""Odd certificates of pinned roots, presented at the portal, where nobody needs a token."""

import pytest

from tests.clinic import Card
from tests.odd_certificates.leaf import KEY
from tests.odd_certificates.leaves import ALL
from tests.service.consent.office import Office


@pytest.mark.parametrize("name", ["never-ends", "grace-beyond-calendar", "ended-in-1950", "ca-true"])
async def test_an_odd_certificate_signs_nobody_in(office: Office, name: str) -> None:
    odd = ALL[name]

    answer = await office.sign_in(Card(KEY, odd.leaf.signed_by(office.clinic.authorities[3])))

    assert (answer.status_code, answer.json()["type"]) == (422, f"urn:onshi:problem:{odd.code}")
