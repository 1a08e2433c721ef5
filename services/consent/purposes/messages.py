"""Bodies of the consent service."""

from datetime import date
from typing import Literal

from pydantic import Field

from shared.domain.codes import CheckMethod
from shared.domain.purposes import DataKind, PurposeOfUse, RefusalCode
from shared.domain.roles import Role
from shared.web.bodies import Body


class Opening(Body):
    """What one role may see for a purpose."""

    role: Role = Field(description="利用者区分.")
    data_kinds: list[DataKind] = Field(description="開示できる情報.")


class Purpose(Body):
    """利用目的: one row of the table."""

    code: PurposeOfUse
    title: str
    title_ja: str
    article: str = Field(description="根拠条文.")
    in_force_from: date = Field(description="施行日: the first day on which it can be named.")
    has_online_answer: bool = Field(description="Whether anybody gets an online answer for it.")
    number_may_be_held: bool = Field(description="Whether the asker may hold the number on paper all the same.")
    methods: list[CheckMethod] = Field(description="照会区分: how the person may be named.")
    opens: list[Opening] = Field(description="Empty: refused to everybody.")
    needs_prior_card_check: bool = Field(description="Only after a check by card at the same institution.")
    needs_opening: bool = Field(description="Only while an operator has opened it.")


class Purposes(Body):
    """The whole table."""

    items: list[Purpose]
    next_cursor: str | None = Field(default=None, description="Null: the table is one page.")


class PurposeCheckRequest(Body):
    """Would this asker get this, for this purpose?"""

    purpose: PurposeOfUse
    role: Role | Literal["other"] = Field(description="`other`: anybody who has no role here (a bank, a hotel).")
    data_kinds: list[DataKind] = Field(
        default=[DataKind.COVERAGE], min_length=1, description="情報の種類 that are asked for."
    )
    method: CheckMethod | None = Field(default=None, description="照会区分; absent: by any method.")


class PurposeRefusal(Body):
    """Why not."""

    code: RefusalCode
    article: str
    message: str
    message_ja: str


class PurposeVerdict(Body):
    """What the rules say, and on what condition."""

    is_allowed: bool = Field(description="Whether all the kinds asked for are open.")
    open_kinds: list[DataKind] = Field(description="Of the kinds asked for, those that are open.")
    closed_kinds: list[DataKind] = Field(description="Of the kinds asked for, those that are not.")
    needs_consent: list[DataKind] = Field(
        description="Of the open kinds, those that are shown only with the patient's consent (同意が必要な情報), by "
        "at least one of the methods."
    )
    methods: list[CheckMethod] = Field(description="The methods by which all the open kinds can be shown.")
    needs_prior_card_check: bool
    needs_opening: bool
    article: str
    refusal: PurposeRefusal | None = Field(description="Null as soon as any kind is open.")
