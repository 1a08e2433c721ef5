"""Bodies of a check over REST: read as JSON, then as what is asked."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from random import Random

from services.eligibility.faces.rest.bodies import canonical, read_check_request
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import GRANTABLE, Role
from shared.pki.tokens import Caller
from shared.web.json_body import read_json_body
from tests.fuzz.judging import complaint_about
from tests.fuzz.mutations import changed_value, written

_TODAY = date(2026, 11, 20)
_CALLER = Caller(
    client_id="fuzz",
    role=Role.INSTITUTION,
    scopes=frozenset(GRANTABLE[Role.INSTITUTION]),
    world="default",
    expires_at=datetime(2026, 11, 21, tzinfo=UTC),
    institution_code=InstitutionCode("9910000018"),
)
_HEADERS = [(b"content-type", b"application/json")]
_INSURED = {
    "insurer_number": "01139013",
    "symbol": "11103647",
    "number": "230999",
    "branch": "00",
    "birthdate": "1985-11-20",
}
_VALID = (
    {"insured": _INSURED, "purpose": "CARE_VISIT", "limit_certificate_consent": True, "as_of": "2026-11-20"},
    {"recheck_of": "01909ac0-7c00-7000-8000-000000000001", "purpose": "CLAIM", "client_reference": "uketsuke-0042"},
    {
        "demographics": {
            "name": "試験　花子",
            "name_kana": "シケン　ハナコ",
            "sex": "female",
            "birthdate": "1990-05-06",
            "address": "東京都模擬市見本町99丁目1番",
            "insurer_number": "06139018",
        },
        "purpose": "CARE_VISIT",
    },
)


class Bodies:
    """Questions by number, again and by name, changed in their structure, values and bytes."""

    def __init__(self) -> None:
        self.came: Counter[str] = Counter()
        self.valid = [json.dumps(value).encode() for value in _VALID]

    def input(self, random: Random) -> bytes:
        """Return one of them with something changed."""
        value = random.choice(_VALID)
        for _ in range(random.choice((1, 1, 2))):
            value = changed_value(value, random)
        return written(value, random)

    def complaint(self, given: bytes) -> str | None:
        """Read it as the endpoint does, and return what is wrong with what came of it."""
        return complaint_about(lambda: _read(given), given.decode("utf-8", "replace"), self.came)


def _read(given: bytes) -> None:
    sent = read_json_body(_HEADERS, given)
    read_check_request(sent, _CALLER, _TODAY)
    canonical(sent)
