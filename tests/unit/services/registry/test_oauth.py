from base64 import b64encode
from datetime import UTC, datetime

import pytest

from services.registry.client_credentials import digest_of, secret_fits
from services.registry.oauth import FORM, TokenRefused, TokenRequest, decide_caller, read_token_request
from services.registry.store.clients import Client
from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.roles import Role

EXPIRES = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
GRANT = b"grant_type=client_credentials"


def _basic(pair: str) -> str:
    return "Basic " + b64encode(pair.encode()).decode()


def _request(institution: str | None = None) -> TokenRequest:
    return TokenRequest("c", ("s",), "client_credentials", frozenset(), institution)


def test_basic_credentials_are_form_encoded_but_plain_ones_are_tried_too() -> None:
    request = read_token_request(_basic("a%2Eb:p%2Bq+r"), FORM, GRANT)
    assert request.client_id == "a.b"
    assert request.secrets == ("p%2Bq+r", "p+q r")


def test_fields_without_a_value_count_as_left_out() -> None:
    request = read_token_request(_basic("c:s"), FORM + "; charset=utf-8", GRANT + b"&scope=&institution=")
    assert request.scopes == frozenset()
    assert request.institution is None


def test_unknown_fields_are_ignored() -> None:
    assert read_token_request(_basic("c:s"), FORM, GRANT + b"&audience=x").grant_type == "client_credentials"


def test_an_empty_body_lacks_credentials() -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token_request(None, FORM, b"")
    assert refused.value.error == "invalid_client"


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token_request(_basic("c:s"), FORM, b"&".join(b"f%d=1" % number for number in range(40)))
    assert refused.value.error == "invalid_request"


def test_a_secret_does_not_show_itself() -> None:
    assert "hidden-secret" not in repr(read_token_request(_basic("c:hidden-secret"), FORM, GRANT))


def test_an_insurers_token_names_its_insurer() -> None:
    client = Client("c", Role.INSURER, b"", insurer_number=InsurerNumber("06123457"))
    caller = decide_caller(_request(), client, "default", EXPIRES)
    assert caller.insurer_number == "06123457"
    assert caller.institution_code is None
    assert caller.scopes == {"eligibility:check", "consent:read", "registry:read", "registry:write"}


def test_the_only_institution_is_implied() -> None:
    client = Client("c", Role.PHARMACY, b"", (InstitutionCode("1342345670"),))
    assert decide_caller(_request(), client, "default", EXPIRES).institution_code == "1342345670"


def test_an_institution_may_be_named_in_full_width() -> None:
    client = Client("c", Role.PHARMACY, b"", (InstitutionCode("1342345670"), InstitutionCode("1342345671")))
    caller = decide_caller(_request(institution="１３４２３４５６７１"), client, "default", EXPIRES)
    assert caller.institution_code == "1342345671"


def test_a_secret_fits_when_one_of_its_readings_does() -> None:
    assert secret_fits(("other", "a-secret-of-some-length"), digest_of("a-secret-of-some-length"))
    assert not secret_fits(("other",), digest_of("a-secret-of-some-length"))


def test_nothing_fits_an_unknown_client() -> None:
    assert not secret_fits(("anything",), None)
