"""Access tokens: ES256 JWTs that the registry signs and every service verifies for itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from shared.domain.identifiers import InstitutionCode, InsurerNumber
from shared.domain.roles import Role
from shared.domain.world_life import WorldLife
from shared.errors import TokenExpired, TokenInvalid, WorldMismatch

ALGORITHM = "ES256"
ISSUER = "onshi-registry"
_CACHED_TOKENS = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, as their token says."""

    client_id: str
    role: Role
    scopes: frozenset[str]
    world: str
    expires_at: datetime
    institution_code: InstitutionCode | None = None
    insurer_number: InsurerNumber | None = None
    generation: int = 1
    """Of the world: a reset or restore of it ends all tokens."""


class TokenIssuer:
    """Signs tokens with the registry's key."""

    def __init__(self, key: ECKey) -> None:
        self._key = key
        self._header = {"alg": ALGORITHM, "typ": "at+jwt", "kid": key.thumbprint()}

    @property
    def key_id(self) -> str:
        """The key's RFC 7638 thumbprint."""
        return self._key.thumbprint()

    def public_jwk(self) -> dict[str, str]:
        """Return the public key as a JWK with kid, use and alg."""
        jwk = {name: str(value) for name, value in self._key.as_dict(private=False).items()}
        return {**jwk, "kid": self.key_id, "use": "sig", "alg": ALGORITHM}

    def issue(self, caller: Caller, at: datetime) -> str:
        """Return the signed token for ``caller``."""
        claims: dict[str, object] = {
            "iss": ISSUER,
            "sub": caller.client_id,
            "role": caller.role.value,
            "scope": " ".join(sorted(caller.scopes)),
            "world": caller.world,
            "generation": caller.generation,
            "iat": int(at.timestamp()),
            "exp": int(caller.expires_at.timestamp()),
        }
        if caller.institution_code is not None:
            claims["institution_code"] = caller.institution_code
        if caller.insurer_number is not None:
            claims["insurer_number"] = caller.insurer_number
        return jwt.encode(self._header, claims, self._key, algorithms=[ALGORITHM])


class TokenVerifier:
    """Verifies tokens with the published keys; remembers those it has verified, up to a bound."""

    def __init__(self, life: WorldLife) -> None:
        self._world, self._generation = life.world, life.generation
        self._keys: dict[str, ECKey] = {}
        self._verified: dict[str, Caller] = {}

    def trust(self, jwks: Mapping[str, Mapping[str, str]]) -> None:
        """Replace the trusted keys (by key id); when they changed, all tokens are verified anew."""
        if jwks.keys() != self._keys.keys():
            self._keys = {key_id: ECKey.import_key(dict(jwk)) for key_id, jwk in jwks.items()}
            self._verified.clear()

    @property
    def trusts_any(self) -> bool:
        """Whether any key is known."""
        return bool(self._keys)

    def verify(self, token: str, at: datetime) -> Caller:
        """Return who calls; raises TokenInvalid, TokenExpired or WorldMismatch."""
        caller = self._verified.get(token)
        if caller is None:
            caller = self._verify_signature(token)
            if len(self._verified) >= _CACHED_TOKENS:
                self._verified.clear()
            self._verified[token] = caller
        if caller.world != self._world or caller.generation != self._generation:
            raise WorldMismatch
        if at >= caller.expires_at:
            raise TokenExpired
        return caller

    def _verify_signature(self, token: str) -> Caller:
        try:
            claims = jwt.decode(token, KeySet(list(self._keys.values())), algorithms=[ALGORITHM]).claims
            institution_code, insurer_number = claims.get("institution_code"), claims.get("insurer_number")
            if claims["iss"] != ISSUER:
                raise TokenInvalid
            return Caller(
                client_id=str(claims["sub"]),
                role=Role(claims["role"]),
                scopes=frozenset(str(claims["scope"]).split()),
                world=str(claims["world"]),
                generation=int(claims.get("generation", 1)),
                expires_at=datetime.fromtimestamp(claims["exp"], UTC),
                institution_code=InstitutionCode(str(institution_code)) if institution_code else None,
                insurer_number=InsurerNumber(str(insurer_number)) if insurer_number else None,
            )
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise TokenInvalid from error
