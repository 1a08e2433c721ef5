"""Bodies about clients and tokens."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, Field, SecretStr

from services.registry.clients.rules.clients import Client
from services.registry.clients.rules.credentials import digest_of
from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.not_acceptable import NotAcceptable
from shared.domain.roles import Role
from shared.web.bodies import Body, ClientId, InstitutionCodeText, InsurerNumberText


def _printable(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if not (text.isascii() and text.isprintable()):
        raise NotAcceptable("must be printable ASCII", "印字可能なASCII文字で指定してください")
    return secret


Secret = Annotated[SecretStr, Field(min_length=16, max_length=200), AfterValidator(_printable)]
_CLIENT_ID = "クライアントID: 1 to 64 letters, digits, dots, underscores, hyphens."
_SECRET = "クライアントシークレット: long and random, printable ASCII; only its SHA-256 is kept."  # noqa: S105 - a text


class InstitutionClientRegistration(Body):
    """医療機関等のクライアントの登録."""

    client_id: ClientId = Field(description=_CLIENT_ID)
    client_secret: Secret = Field(description=_SECRET)
    role: Role | None = Field(default=None, description="役割: the institution's own (left out), or `reader`.")

    def client(self, code: InstitutionCode, institution_role: Role) -> Client:
        """Return the client that stands for the one institution."""
        secret_digest = digest_of(self.client_secret.get_secret_value())
        return Client(self.client_id, self.role or institution_role, secret_digest, (code,))


class ClientRegistration(Body):
    """クライアントの登録."""

    client_id: ClientId = Field(description=_CLIENT_ID)
    client_secret: Secret = Field(description=_SECRET)
    role: Role = Field(description="役割; `patient` cannot be a client.")
    insurer_number: InsurerNumberText | None = Field(
        default=None, description="保険者番号: for role `insurer`, and only for it."
    )
    institution_codes: tuple[InstitutionCodeText, ...] = Field(
        default=(),
        max_length=1000,
        description="医療機関コード: the institutions that it stands for, all of its role; a `reader` stands in any.",
    )

    def client(self) -> Client:
        """Return the client."""
        return Client(
            self.client_id,
            self.role,
            digest_of(self.client_secret.get_secret_value()),
            tuple(InstitutionCode(code) for code in sorted(set(self.institution_codes))),
            None if self.insurer_number is None else InsurerNumber(self.insurer_number),
        )


class ClientShown(BaseModel):
    """クライアント; the secret is never shown."""

    client_id: str = Field(description="クライアントID.")
    role: Role = Field(description="役割.")
    insurer_number: str | None = Field(description="保険者番号.")
    institution_codes: list[str] = Field(description="医療機関コード.")

    @classmethod
    def of(cls, client: Client) -> Self:
        """Return a client as it is shown."""
        return cls(
            client_id=client.client_id,
            role=client.role,
            insurer_number=client.insurer_number,
            institution_codes=list(client.institution_codes),
        )


class TokenAnswer(BaseModel):
    """RFC 6749, 5.1."""

    access_token: str = Field(description="アクセストークン: a JWT signed with ES256.")
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a type, not a token
    expires_in: int = Field(description="Seconds that it lives.")
    scope: str = Field(description="The scopes granted, joined by blanks.")


class TokenError(BaseModel):
    """RFC 6749, 5.2."""

    error: Literal[
        "invalid_request", "invalid_client", "invalid_scope", "unauthorized_client", "unsupported_grant_type"
    ]
    error_description: str


class TokenKey(BaseModel):
    """RFC 7517, 4: a public key on P-256."""

    kty: Literal["EC"] = Field(description="鍵の種類.")
    crv: Literal["P-256"] = Field(description="曲線.")
    x: str = Field(description="The point's x coordinate, base64url.", examples=["xzv1ZqwOQuv1IfK4…"])
    y: str = Field(description="The point's y coordinate, base64url.", examples=["0n1qY8e3hJ5pV2uA…"])
    kid: str = Field(description="鍵ID, as tokens name it.", examples=["9fJ2kq0vXnW4"])
    use: Literal["sig"] = Field(description="For signatures (署名用).")
    alg: Literal["ES256"] = Field(description="署名アルゴリズム.")


class TokenKeys(BaseModel):
    """JSON Web Key Set (RFC 7517, 5)."""

    keys: list[TokenKey] = Field(description="The keys that tokens may be signed with now.")
