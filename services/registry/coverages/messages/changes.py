"""Bodies about what changes of a coverage: corrections, moves, dependants."""

from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator

from services.registry.coverages.messages import coverages as words
from services.registry.coverages.messages.coverages import Share
from services.registry.coverages.rules.dependants import Circumstances
from shared.domain.codes import CardKind, LossReason, Relationship
from shared.domain.coverage import Coverage, Insurer
from shared.web.bodies import Body, BranchText, Flag, InsurerNumberText, NumberText, SymbolText, Text, not_null
from shared.web.days import Day
from shared.web.ids import Id

_ID = "資格ID of the new coverage, chosen by the caller so that a retry is safe; left out: made here."
_Yen = Annotated[int, Field(strict=True, ge=0, le=10_000_000_000)]


class Correction(Body):
    """資格の訂正: only the fields that are named are changed; the version before stays readable as it was known."""

    person_id: Id | None = Field(default=None, description="加入者ID, never null: 紐付け誤りの訂正.")
    symbol: SymbolText | None = Field(default=None, description=words.SYMBOL)
    number: NumberText | None = Field(default=None, description=words.NUMBER + " Never null.")
    branch: BranchText | None = Field(default=None, description=words.BRANCH)
    relationship: Relationship | None = Field(default=None, description=words.RELATIONSHIP + " Never null.")
    acquired_on: Day | None = Field(default=None, description=words.ACQUIRED_ON + " Never null.")
    lost_on: Day | None = Field(
        default=None,
        description=words.LOST_ON + " Null takes a loss back; the day of acquisition says that it never was (取消).",
    )
    loss_reason: LossReason | None = Field(default=None, description=words.LOSS_REASON)
    card_kind: CardKind | None = Field(default=None, description=words.CARD_KIND + " Never null.")
    issued_on: Day | None = Field(default=None, description=words.ISSUED_ON)
    valid_from: Day | None = Field(default=None, description=words.VALID_FROM)
    valid_to: Day | None = Field(default=None, description=words.VALID_TO)
    insured_name: Text | None = Field(default=None, description=words.INSURED_NAME)
    share_percent: Share | None = Field(default=None, description=words.SHARE_PERCENT)

    @field_validator("person_id", "number", "relationship", "acquired_on", "card_kind", mode="after")
    @classmethod
    def _never_null(cls, value: Any) -> Any:
        return not_null(value)

    def changes(self) -> dict[str, Any]:
        """Return the fields that are named."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Move(Body):
    """異動: from `moved_on` on under another number; what is left out stays as it is."""

    coverage_id: Id | None = Field(default=None, description=_ID)
    moved_on: Day = Field(description="異動年月日: lost and acquired on this day.")
    insurer_number: InsurerNumberText | None = Field(
        default=None,
        description="保険者番号: left out: the same. Another one: the caller's own, or 後期高齢者 within a prefecture.",
    )
    symbol: SymbolText | None = Field(default=None, description=words.SYMBOL)
    number: NumberText | None = Field(default=None, description=words.NUMBER)
    branch: BranchText | None = Field(default=None, description=words.BRANCH)
    issued_on: Day | None = Field(default=None, description=words.ISSUED_ON)
    valid_from: Day | None = Field(default=None, description=words.VALID_FROM)
    valid_to: Day | None = Field(default=None, description=words.VALID_TO)
    share_percent: Share | None = Field(default=None, description=words.SHARE_PERCENT)

    def coverage(self, old: Coverage, coverage_id: UUID) -> Coverage:
        """Return the new coverage that the old one becomes, without certificates."""
        named = {name: getattr(self, name) for name in self.model_fields_set & {"symbol", "branch", "share_percent"}}
        insurer = old.insurer if self.insurer_number is None else Insurer.known_by_number(self.insurer_number)
        return replace(
            old,
            coverage_id=str(coverage_id),
            insurer=insurer,
            number=self.number or old.number,
            acquired_on=self.moved_on,
            lost_on=None,
            loss_reason=None,
            issued_on=self.issued_on,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            limit_certificates=(),
            elderly_certificates=(),
            specific_disease_certificates=(),
            medical_tickets=(),
            **named,
        )


class DependantCircumstances(Body):
    """被扶養者の認定: judged by the notice (昭和52年4月6日 保発第9号) as of `acquired_on`, where it is given."""

    income_yen: _Yen = Field(description="年間収入の見込額 of the next twelve months.")
    insured_income_yen: _Yen = Field(description="被保険者の年間収入の見込額.")
    is_spouse: Flag = Field(default=False, description="配偶者.")
    is_disabled: Flag = Field(default=False, description="障害者: 180万円未満.")
    is_close: Flag = Field(
        default=True, description="配偶者・子・孫・兄弟姉妹・直系尊属; others (三親等内) must live together."
    )
    lives_together: Flag = Field(default=True, description="同居.")
    support_yen: _Yen = Field(default=0, description="仕送り額 a year, where they live apart.")
    is_resident: Flag = Field(default=True, description="国内居住要件.")
    contract_pay_yen: _Yen | None = Field(
        default=None, description="労働契約で見込まれる賃金, where it is the only income: counts from 2026-04-01."
    )
    excess_certificates: int = Field(
        default=0,
        ge=0,
        le=10,
        strict=True,
        description="事業主の証明 (一時的な収入変動) so far, in a row: twice at most.",
    )
    excess_is_certified_now: Flag = Field(default=False, description="今回の事業主の証明.")


class DependantRegistration(Body):
    """被扶養者の登録: under the insured person's insurer, 記号 and 番号."""

    coverage_id: Id | None = Field(default=None, description=_ID)
    person_id: Id = Field(description="加入者ID of the family member.")
    branch: BranchText | None = Field(default=None, description=words.BRANCH)
    acquired_on: Day = Field(description="被扶養者該当年月日: " + words.ACQUIRED_ON)
    issued_on: Day | None = Field(default=None, description=words.ISSUED_ON)
    valid_from: Day | None = Field(default=None, description=words.VALID_FROM)
    valid_to: Day | None = Field(default=None, description=words.VALID_TO)
    circumstances: DependantCircumstances | None = Field(
        default=None, description="認定基準の判定に用いる事情; left out: the insurer has judged it."
    )

    def coverage(self, insured: Coverage, insured_name: str, coverage_id: UUID) -> Coverage:
        """Return the family member's coverage."""
        return Coverage(
            coverage_id=str(coverage_id),
            insurer=insured.insurer,
            symbol=insured.symbol,
            number=insured.number,
            branch=self.branch,
            relationship=Relationship.FAMILY,
            acquired_on=self.acquired_on,
            issued_on=self.issued_on,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            insured_name=insured_name,
        )

    def judged(self, **known: Any) -> Circumstances:
        """Return the circumstances to judge, with what the registry knows."""
        asked = {} if self.circumstances is None else self.circumstances.model_dump()
        return Circumstances(**asked, **known)
