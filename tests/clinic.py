"""A clinic before a running eligibility service: its world's published rows, its tokens, its patients' cards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import astuple, dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from joserfc.jwk import ECKey

from services.eligibility.app import create_asgi
from services.jpki.authority.rules.generations import Authority, make_authority
from services.jpki.authority.rules.leaves import issue_certificate
from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import GRANTABLE, Role
from shared.pki.chain import mark_of
from shared.pki.profile import AUTHENTICATION_POLICY
from shared.pki.serials import serial_bytes
from shared.pki.tokens import Caller, TokenIssuer
from shared.published.registry import columns_of
from shared.web.edge import Edge
from tests import builders
from tests.worlds import CLOCK, TestDatabase, serving

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
INSTITUTION = "9910000018"
_PUBLISHED_PERSON = (
    "INSERT INTO registry_published.persons"
    " (person_id, version_id, known_from, document, address_hidden, self_information_blocked)"
    " VALUES ($1, $2, $3, $4, $5, $6)"
)


@dataclass(frozen=True)
class Card:
    """A card in a patient's hand: its key and certificate."""

    key: rsa.RSAPrivateKey
    certificate: Any


@dataclass
class Clinic:
    """What a test does as a clinic. All calls are real HTTP."""

    http: httpx.AsyncClient
    admin: asyncpg.Connection
    tokens: TokenIssuer
    authorities: dict[int, Authority]
    card_key: rsa.RSAPrivateKey
    serials: list[int] = field(default_factory=lambda: [1000])

    def token(self, role: Role = Role.INSTITUTION, institution: str | None = INSTITUTION, **more: Any) -> str:
        now = CLOCK.now()
        caller = Caller(
            **{
                "client_id": f"test-{role}",
                "role": role,
                "scopes": frozenset(GRANTABLE[role]),
                "world": "default",
                "expires_at": now + timedelta(minutes=10),
                "institution_code": InstitutionCode(institution) if institution else None,
                **more,
            }
        )
        return self.tokens.issue(caller, now)

    def headers(self, **more: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(**more)}"}

    async def nonce(self, **more: Any) -> str:
        answer = await self.http.post("/v1/challenges", headers=self.headers(**more))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["nonce"])

    async def check(self, body: dict[str, Any], **more: Any) -> httpx.Response:
        return await self.http.post("/v1/checks", json=body, headers=self.headers(**more))

    async def check_by_card(self, card: Card, **claims: Any) -> httpx.Response:
        return await self.check({"presence_proof": await self.sign(card, **claims)})

    async def sign(self, card: Card, **claims: Any) -> str:
        nonce = claims.pop("nonce", None) or await self.nonce()
        return builders.proof(card.key, card.certificate, builders.claims(nonce, CLOCK.now(), **claims))

    def card(self, generation: int = 3, **more: Any) -> Card:
        """A card that nobody has registered yet."""
        now = CLOCK.now().replace(microsecond=0)
        self.serials.append(self.serials[-1] + 1)
        certificate = issue_certificate(
            self.authorities[generation],
            more.pop("public_key", self.card_key.public_key()),
            **{
                "common_name": "SIM0000000001A",
                "serial_number": self.serials[-1],
                "not_before": now - timedelta(days=365),
                "not_after": now + timedelta(days=365),
                "policy": AUTHENTICATION_POLICY,
                **more,
            },
        )
        return Card(self.card_key, certificate)

    async def publish(self, person: PersonRecord, card: Card | None = None, *, is_verified: bool = True) -> None:
        """Publish a person as the registry would, and register the card (初回登録), whose certificate it has seen."""
        await self.admin.execute(
            _PUBLISHED_PERSON,
            person.person_id,
            uuid4(),
            LONG_AGO,
            *columns_of(person).values(),
        )
        for coverage in person.coverages:
            await self.admin.execute(
                "INSERT INTO registry_published.insured_identifiers (insurer_number, symbol, number, branch, birthdate,"
                " person_id, coverage_id, known_from) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)",
                *astuple(coverage.identifiers_of(person.birthdate)),
                person.person_id,
                coverage.coverage_id,
                LONG_AGO,
            )
        if card is not None:
            await self.admin.execute(
                "INSERT INTO registry_published.card_certificates"
                " (authority_key_id, serial_number, person_id, known_from) VALUES ($1,$2,$3,$4)",
                self._issuer_of(card).key_id,
                serial_bytes(card.certificate.serial_number),
                person.person_id,
                LONG_AGO,
            )
            if is_verified:
                await self.publish_verified(card, card.certificate.public_bytes(Encoding.DER), self._issuer_of(card))

    async def publish_verified(self, card: Card, der: bytes, issuer: Authority) -> None:
        """Publish that the registry has verified ``der`` under this card's name, by the root of ``issuer``."""
        await self.admin.execute(
            "INSERT INTO registry_published.verified_certificates"
            " (authority_key_id, serial_number, certificate_digest, mark, known_from) VALUES ($1,$2,$3,$4,$5)",
            self._issuer_of(card).key_id,
            serial_bytes(card.certificate.serial_number),
            sha256(der).digest(),
            mark_of(issuer.certificate),
            LONG_AGO,
        )

    async def republish(self, person: PersonRecord) -> None:
        """Publish another version of a person, known from now on."""
        now = CLOCK.now()
        await self.admin.execute(
            "UPDATE registry_published.persons SET known_to = $2 WHERE person_id = $1 AND known_to = 'infinity'",
            person.person_id,
            now,
        )
        await self.admin.execute(
            _PUBLISHED_PERSON,
            person.person_id,
            uuid4(),
            now,
            *columns_of(person).values(),
        )

    async def revoke(self, card: Card) -> None:
        await self.admin.execute(
            "INSERT INTO registry_published.revocations"
            " (authority_key_id, serial_number, reason, revoked_at, known_from) VALUES ($1,$2,'keyCompromise',$3,$3)",
            self._issuer_of(card).key_id,
            serial_bytes(card.certificate.serial_number),
            LONG_AGO,
        )

    async def open_to(
        self, purpose: str, institution: str = INSTITUTION, until: datetime = datetime(2099, 12, 31, tzinfo=UTC)
    ) -> None:
        """Let an institution use a purpose that an operator must open (災害時等の開放, 救急医療管理権限)."""
        await self.admin.execute(
            "INSERT INTO consent_published.openings (opening_id, purpose, institution_code, opened_at, ends_at,"
            " known_from) VALUES ($1, $2, $3, $4, $5, $4)",
            uuid4(),
            purpose,
            institution,
            LONG_AGO,
            until,
        )

    async def records(self) -> list[asyncpg.Record]:
        return await self.admin.fetch("SELECT * FROM eligibility_published.disclosures ORDER BY check_id")

    def _issuer_of(self, card: Card) -> Authority:
        for authority in self.authorities.values():
            try:
                card.certificate.verify_directly_issued_by(authority.certificate)
            except Exception:  # noqa: BLE001, S112 - whatever is wrong: not this one
                continue
            return authority
        raise AssertionError("issued by none")


@asynccontextmanager
async def clinic_at(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey, **settings: Any
) -> AsyncIterator[Clinic]:
    """Publish roots, a fresh status list and a token key, run the service, and stand before it."""
    admin = await asyncpg.connect(database.admin_url)
    tokens = TokenIssuer(ECKey.generate_key("P-256"))
    now = CLOCK.now()
    await admin.execute(
        "INSERT INTO registry_published.token_keys (key_id, jwk, known_from) VALUES ($1,$2,$3)",
        tokens.key_id,
        msgspec.json.encode(tokens.public_jwk()).decode(),
        LONG_AGO,
    )
    for authority in authorities.values():
        await admin.execute(
            "INSERT INTO registry_published.trust_roots (authority_key_id, certificate, known_from) VALUES ($1,$2,$3)",
            authority.key_id,
            authority.certificate.public_bytes(Encoding.DER),
            LONG_AGO,
        )
        await admin.execute(
            "INSERT INTO registry_published.status_lists (authority_key_id, this_update, next_update, known_from)"
            " VALUES ($1,$2,$3,$2)",
            authority.key_id,
            now - timedelta(hours=1),
            now + timedelta(hours=23),
        )
    try:
        async with serving(Edge(create_asgi(database.settings(**settings)))) as http:
            yield Clinic(http, admin, tokens, authorities, card_key)
    finally:
        await admin.close()


def all_generations(reference_day: date) -> dict[int, Authority]:
    return {generation: make_authority(generation, reference_day) for generation in (1, 2, 3)}
