from base64 import b64encode
from datetime import UTC, datetime

import pytest

from services.registry.clients.rules.clients import Client
from services.registry.clients.rules.credentials import digest_of, secret_fits
from services.registry.clients.rules.token_requests import (
    FORM,
    TokenRefused,
    TokenRequest,
    decide_caller,
    read_token_request,
)
from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.roles import Role
from shared.domain.world_life import WorldLife

EXPIRES = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
GRANT = b"grant_type=client_credentials"


def _basic(pair: str) -> str:
    return "Basic " + b64encode(pair.encode()).decode()


def sent_as(content_type: str, **more: str) -> list[tuple[bytes, bytes]]:
    headers = {"content-type": content_type, **{name.replace("_", "-"): value for name, value in more.items()}}
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _request(institution: str | None = None) -> TokenRequest:
    return TokenRequest("c", ("s",), "client_credentials", frozenset(), institution)


def test_basic_credentials_are_form_encoded_but_plain_ones_are_tried_too() -> None:
    request = read_token_request(_basic("a%2Eb:p%2Bq+r"), sent_as(FORM), GRANT)
    assert request.client_id == "a.b"
    assert request.secrets == ("p%2Bq+r", "p+q r")


def test_fields_without_a_value_count_as_left_out() -> None:
    request = read_token_request(_basic("c:s"), sent_as(FORM + "; charset=utf-8"), GRANT + b"&scope=&institution=")
    assert request.scopes == frozenset()
    assert request.institution is None


def test_unknown_fields_are_ignored() -> None:
    assert read_token_request(_basic("c:s"), sent_as(FORM), GRANT + b"&audience=x").grant_type == "client_credentials"


def test_an_empty_body_lacks_credentials() -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token_request(None, sent_as(FORM), b"")
    assert refused.value.error == "invalid_client"


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token_request(_basic("c:s"), sent_as(FORM), b"&".join(b"f%d=1" % number for number in range(40)))
    assert refused.value.error == "invalid_request"


def test_a_secret_does_not_show_itself() -> None:
    assert "hidden-secret" not in repr(read_token_request(_basic("c:hidden-secret"), sent_as(FORM), GRANT))


def test_an_insurers_token_names_its_insurer() -> None:
    client = Client("c", Role.INSURER, b"", insurer_number=InsurerNumber("06123457"))
    caller = decide_caller(_request(), client, WorldLife("default"), EXPIRES)
    assert caller.insurer_number == "06123457"
    assert caller.institution_code is None
    assert caller.scopes == {"eligibility:check", "consent:read", "registry:read", "registry:write"}


def test_the_only_institution_is_implied() -> None:
    client = Client("c", Role.PHARMACY, b"", (InstitutionCode("1342345670"),))
    assert decide_caller(_request(), client, WorldLife("default"), EXPIRES).institution_code == "1342345670"


def test_an_institution_may_be_named_in_full_width() -> None:
    client = Client("c", Role.PHARMACY, b"", (InstitutionCode("1342345670"), InstitutionCode("1342345671")))
    caller = decide_caller(_request(institution="１３４２３４５６７１"), client, WorldLife("default"), EXPIRES)
    assert caller.institution_code == "1342345671"


def test_a_secret_fits_when_one_of_its_readings_does() -> None:
    assert secret_fits(("other", "a-secret-of-some-length"), digest_of("a-secret-of-some-length"))
    assert not secret_fits(("other",), digest_of("a-secret-of-some-length"))


def test_nothing_fits_an_unknown_client() -> None:
    assert not secret_fits(("anything",), None)


@pytest.mark.parametrize("form", [GRANT + b"&", b"&" + GRANT, GRANT + b"&&scope=registry:read"])
def test_an_ampersand_too_many_says_nothing(form: bytes) -> None:
    assert read_token_request(_basic("c:s"), sent_as(FORM), form).grant_type == "client_credentials"


@pytest.mark.parametrize(
    ("headers", "form", "why"),
    [
        ([], GRANT, "The body came without a Content-Type; application/x-www-form-urlencoded is wanted."),
        (sent_as("application/json"), GRANT, "The body came as application/json; "),
        (sent_as(FORM + "; charset=shift_jis"), GRANT, "The body came in the charset shift_jis; "),
        (sent_as(FORM, content_encoding="gzip"), GRANT, "The body came with the content coding gzip; "),
        (sent_as(FORM), b"\xef\xbb\xbf" + GRANT, "The form cannot be read"),
        (sent_as(FORM), b"grant_type", "The form cannot be read"),
    ],
)
def test_a_form_that_is_none_is_refused_with_the_reason(
    headers: list[tuple[bytes, bytes]], form: bytes, why: str
) -> None:
    with pytest.raises(TokenRefused) as refused:
        read_token_request(_basic("c:s"), headers, form)

    assert refused.value.error == "invalid_request"
    assert refused.value.description.startswith(why)
