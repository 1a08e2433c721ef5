"""Asking about a persona from the console: over HTTP, with a token and the card, as a clinic's program does."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

import httpx

from onshi.answers import Answer
from onshi.client import NEVER, AsyncClinic, AsyncVirtualCard, OnshiProblem
from onshi.connecting import Verify, tls_context
from shared.errors import ResourceNotFound
from simulator.controls.simulation import Services
from simulator.pages.asked import Asked, Way
from simulator.personas.credentials import Credential
from simulator.personas.persona import Persona

_WITHIN_S = 20.0
_AT_ONCE = 8
_KEPT = 200
"""An answer is kept until it is read, after the redirection; the oldest goes first."""


@dataclass(slots=True)
class Asking:
    """The questions of one world's console, and what came of the latest."""

    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _kept: OrderedDict[str, Asked] = field(default_factory=OrderedDict, repr=False)

    async def ask(self, persona: Persona, way: Way, client: Credential, services: Services, today: date) -> Asked:
        """Ask now, and keep what came of it; nothing is sent a second time, whatever comes.

        Raises ResourceNotFound where the persona cannot be asked about in this way.
        """
        if (persona.card if way == "card" else persona.insured) is None:
            raise ResourceNotFound
        async with self.at_once:
            # Reading certificates takes longer than the loop should be held up.
            verify = await asyncio.to_thread(tls_context, services.ca or True)
            asked = await _asked(_Question(persona, way, client, services, verify), today)
        self._kept[asked.id] = asked
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return asked

    def find(self, asked_id: str) -> Asked | None:
        """Return what came of a question; None when it is no longer kept."""
        return self._kept.get(asked_id)


@dataclass(frozen=True, slots=True)
class _Question:
    persona: Persona = field(repr=False)
    way: Way
    client: Credential = field(repr=False)
    services: Services
    verify: Verify

    async def answer(self) -> Answer:
        client, url = self.client, self.services.base_url
        async with AsyncClinic(
            url,
            client.client_id,
            client.client_secret,
            timeout_s=_WITHIN_S,
            retries=NEVER,
            verify=self.verify,
            certificate=self._certificate(),
        ) as clinic:
            return await (self._by_card(clinic) if self.way == "card" else self._by_number(clinic))

    async def _by_card(self, clinic: AsyncClinic) -> Answer:
        ask, card = self.persona.ask.card, self.persona.card
        assert card is not None  # noqa: S101 - else nobody asks so
        async with AsyncVirtualCard(
            self.services.base_url,
            str(card.card_id),
            card.pin,
            holder_verification=ask.holder_verification,
            timeout_s=_WITHIN_S,
            verify=self.verify,
        ) as hand:
            return await clinic.check_card(
                hand, purpose=ask.purpose, consents=ask.consents, prescription_form=ask.prescription_form
            )

    async def _by_number(self, clinic: AsyncClinic) -> Answer:
        ask, insured = self.persona.ask.insured, self.persona.insured
        assert insured is not None  # noqa: S101 - else nobody asks so
        return await clinic.check(
            insured={
                "insurer_number": insured.insurer_number,
                "symbol": insured.symbol,
                "number": insured.number,
                "branch": insured.branch,
                "birthdate": insured.birthdate.isoformat(),
            },
            purpose=ask.purpose,
            limit_certificate_consent=ask.limit_certificate_consent,
            specific_disease_consent=ask.specific_disease_consent,
        )

    def _certificate(self) -> Path | None:
        folder, code = self.services.client_certificates, self.client.institution_code
        return None if folder is None or code is None else folder / f"{code}.pem"


async def _asked(question: _Question, today: date) -> Asked:
    began = time.perf_counter()
    document = problem = lost = None
    try:
        document = (await question.answer()).document
    except OnshiProblem as refused:
        problem = refused
    except httpx.TransportError as error:
        lost = type(error).__name__
    took_ms = (time.perf_counter() - began) * 1000
    return Asked(uuid4().hex, question.persona, question.way, today, took_ms, document, problem, lost)
