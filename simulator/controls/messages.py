"""The bodies that the controls answer with."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.domain.roles import Role
from simulator.personas.credentials import Credential
from simulator.personas.groups import Group
from simulator.personas.persona import Persona


class _Answer(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class CredentialAnswer(_Answer):
    """A client of the world. Fixed for development, the same in every simulator: no secret."""

    role: Role = Field(description="What the client is; it stands in its tokens.")
    client_id: str
    client_secret: str
    institution_code: str | None = Field(description="医療機関コード that the client stands for.")
    insurer_number: str | None = Field(description="保険者番号 that the client stands for.")


class CredentialList(_Answer):
    """All of them."""

    items: list[CredentialAnswer]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


class CardAnswer(_Answer):
    """The card in the persona's hand; jpki signs with it."""

    card_id: UUID
    pin: str | None = Field(description="暗証番号; null: a 顔認証マイナンバーカード, which has none.")
    carrier: str = Field(description="What carries the key (媒体).")


class InsuredAnswer(_Answer):
    """What to ask with when there is no card."""

    insurer_number: str = Field(description="保険者番号 (InsurerNumber).")
    symbol: str | None = Field(description="被保険者証記号 (InsuredCardSymbol).")
    number: str = Field(description="被保険者証番号 (InsuredIdentificationNumber).")
    branch: str | None = Field(description="被保険者証枝番 (InsuredBranchNumber).")
    birthdate: date = Field(description="生年月日 (Birthdate).")


class ExpectedAnswer(_Answer):
    """What a check answers, by each way to ask: members of the answer, or `refusal` with the problem's code."""

    card: dict[str, str] | None
    insured: dict[str, str] | None


class CardAskAnswer(_Answer):
    """A check by card as `expected.card` is meant."""

    client_id: str = Field(description="Which of the credentials asks.")
    purpose: str = Field(description="利用目的, as it is signed.")
    holder_verification: str = Field(
        description="How the holder is verified: pin, face, visual, device_biometric.", examples=["pin"]
    )
    consents: list[str] = Field(description="What the patient consents to at the reader (閲覧同意).")
    prescription_form: str | None = Field(
        description="処方箋発行形態 that the patient chooses.", examples=["electronic"]
    )


class NumberAskAnswer(_Answer):
    """A check by number as `expected.insured` is meant."""

    client_id: str = Field(description="Which of the credentials asks.")
    purpose: str = Field(description="利用目的.")
    limit_certificate_consent: bool = Field(description="限度額適用認定証提供同意, told at the desk.")
    specific_disease_consent: bool = Field(description="特定疾病療養受療証提供同意, told at the desk.")


class AskAnswer(_Answer):
    """Who asks, and with what. Mostly the clinic, for CARE_VISIT."""

    card: CardAskAnswer
    insured: NumberAskAnswer


class PersonaAnswer(_Answer):
    """One situation that a client must cope with, as a person who can be asked about."""

    id: str
    group: Group = Field(description="What sort of situation: the page of the controls is ordered by it.")
    title: str
    title_ja: str
    situation: str
    situation_ja: str = Field(description="What is particular about it, in Japanese (状況).")
    codes: dict[str, str] = Field(description="The situation in the interface's terms: element name to code.")
    card: CardAnswer | None
    insured: InsuredAnswer | None
    as_of: date = Field(description="The day for which `expected` holds: the one on which they were made.")
    is_as_of_today: bool = Field(description="Whether the world's clock is still at that day.")
    expected: ExpectedAnswer
    ask: AskAnswer


class PersonaList(_Answer):
    """All of them, or those who have a code; in one order."""

    today: date = Field(description="Today by the world's clock: past `as_of`, `expected` need not hold.")
    items: list[PersonaAnswer]
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last.")


def persona_answer(persona: Persona, today: date) -> PersonaAnswer:
    """Return what a tester reads about ``persona`` on this day of the world."""
    told = {name: getattr(persona, name) for name in PersonaAnswer.model_fields if name != "is_as_of_today"}
    return PersonaAnswer.model_validate({**told, "is_as_of_today": persona.as_of == today})


def credential_answer(credential: Credential) -> CredentialAnswer:
    """Return ``credential`` as it is shown."""
    return CredentialAnswer.model_validate(credential)
