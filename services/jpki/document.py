"""Requests of the card's operations in the OpenAPI document: each can be sent as it stands, but for a nonce."""

from shared.web.document import WholeExamples, example
from shared.web.example_values import example_values
from shared.web.placeholders import PLACEHOLDERS

_QUESTION = "MEMwQTA/MD0wOzAJBgUrDgMCGgUABBRaVaK4FlXvQgwxIKnLrpTi+UIuEAQUAAECAwQFBgcICQoLDA0ODxAREhMCAhAA"
"""About 1000 (hexadecimal) of an authority that no world has: whoever sends it is answered ``unauthorized``."""


def request_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return the bodies, and the values of the parameters that go with them."""
    asked = {name: example_values()[name] for name in ("pin", "nonce", "institution", "purpose")}
    portal = {"nonce": PLACEHOLDERS["portal_nonce"].example, "aud": "onshi-portal", "institution": "0000000000"}
    new_card = {"card_id": PLACEHOLDERS["card_id"].example}
    return {
        ("POST", "/v1/cards"): example({"birthdate": "1990-05-06", "pin": "1234"}),
        ("POST", "/v1/cards/{card_id}/phones"): example({"platform": "android", "pin": "5678"}, **new_card),
        ("POST", "/v1/cards/{card_id}/tricks"): example({"trick": "another-key"}, **new_card),
        ("POST", "/v1/cards/{card_id}/verifications"): example({"pin": asked["pin"]}),
        ("POST", "/v1/cards/{card_id}/presence-proofs"): WholeExamples(
            {
                "check": {"summary": "資格確認 / for a check", "value": {**asked, "consents": ["medication"]}},
                "registration": {
                    "summary": "初回登録 / for a registration",
                    "value": {**asked, "aud": "onshi-registration"},
                },
                "portal": {"summary": "本人による閲覧 / for the portal", "value": {**asked, **portal}},
            }
        ),
        ("POST", "/v1/cards/{card_id}/renewal"): WholeExamples(parameters=new_card),
        ("POST", "/v1/cards/{card_id}/pin-reset"): example({"pin": "5678"}, **new_card),
        ("GET", "/ca/{kind}/links.pem"): WholeExamples(parameters={"kind": "authentication"}),
        ("GET", "/ca/{kind}/generations"): WholeExamples(parameters={"kind": "authentication"}),
        ("PUT", "/ca/{kind}/generations/{generation}"): example(
            {"key": "p-384"}, kind="authentication", generation="4"
        ),
        ("GET", "/ca/{kind}/roots.pem"): WholeExamples(parameters={"kind": "authentication"}),
        ("GET", "/ca/{kind}/{generation}.crl"): WholeExamples(parameters={"kind": "authentication", "generation": "3"}),
        ("POST", "/ocsp"): example(PLACEHOLDERS["ocsp_request"].example),
        ("GET", "/ocsp/{question}"): WholeExamples(parameters={"question": _QUESTION}),
        ("POST", "/v1/cards/{card_id}/revocation"): example({"reason": "keyCompromise"}, **new_card),
    }
