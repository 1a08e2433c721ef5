"""How a reader of the document sends a token: as a bearer token, or by client credentials."""

from typing import Any

from shared.domain.roles import Scope

Json = dict[str, Any]
BEARER, CLIENT_CREDENTIALS = "bearer", "client_credentials"
"""The two ways in which the document's pages let a reader send a token."""


def security_schemes() -> Json:
    """Return the security schemes of a document."""
    return {
        BEARER: {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "JWT",
            "description": "アクセストークン of `POST /registry/v1/oauth/token`, ten minutes long.",
        },
        CLIENT_CREDENTIALS: {
            "type": "oauth2",
            "description": "Client credentials; those for development are shown by `onshi credentials`.",
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/registry/v1/oauth/token",
                    "scopes": {scope.value: _SCOPES.get(scope.value, scope.value) for scope in Scope},
                }
            },
        },
    }


_SCOPES = {
    "eligibility:check": "Check eligibility (資格確認).",
    "registry:read": "Read the registry (資格情報の参照).",
    "registry:write": "Register and change (資格情報の登録・訂正).",
    "registry:admin": "Administer institutions, insurers and clients (管理).",
    "registry:cards": "Register cards for insurance use (初回登録).",
    "consent:read": "Read purposes and consents (利用目的・同意の参照).",
    "consent:write": "Give and withdraw consents (同意の登録・取消し).",
}
