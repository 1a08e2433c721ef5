"""What a month costs at most: ``GET /v1/limit-amounts``; beside it ``GET /v1/meal-amounts``, ``/v1/living-amounts``.

They answer from tables alone; nobody is asked about, and nothing is recorded.
"""

from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import Field, field_validator

from services.eligibility.form import Message
from services.eligibility.limits.rules.amounts import Setting, Treatment, limit_amount
from services.eligibility.limits.rules.living import Need, living_amount
from services.eligibility.limits.rules.meals import meal_amount
from shared.domain.codes import LimitCategory
from shared.domain.roles import Scope
from shared.errors import (
    BandNeeded,
    MonthWithoutTable,
    RequestInvalid,
)
from shared.web.bodies import Body
from shared.web.callers import Requires
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

LARGEST_COST_YEN = 10_000_000_000

_MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"

router = StrictRouter(tags=["limits"], dependencies=[Depends(Requires(Scope.CHECK))])


class _Question(Body):
    """Parameters of a query: texts are read as what they mean, unknown names are refused."""

    category: LimitCategory = Field(description="適用区分 (OQSCD012).", examples=["A03"])
    month: str = Field(
        pattern=_MONTH, description="診療年月, YYYY-MM: it chooses the table, not today.", examples=["2026-11"]
    )


class LimitQuestion(_Question):
    """One person, one institution, one month."""

    total_cost_yen: int = Field(
        ge=0, le=LARGEST_COST_YEN, description="医療費の総額 (10割), without meals.", examples=[1000000]
    )
    setting: Setting = Field(default=Setting.INPATIENT, description="入院・外来.", examples=["inpatient"])
    turns_75: bool = Field(
        default=False,
        description="75歳到達月: the person, or the insured person whose dependant this is, turns 75 in this month, "
        "and not on the first; limits are halved. Not for who joined 後期高齢者医療 before, by disability.",
        examples=[False],
    )
    band: str | None = Field(
        default=None,
        max_length=20,
        description="所得区分 within the category, where the month's table has several; `band-needed` names them.",
        examples=["28-34"],
    )

    @field_validator("band", mode="after")
    @classmethod
    def _empty_is_absent(cls, band: str | None) -> str | None:
        return band or None


class LimitAmountShown(Message):
    """自己負担限度額 of that month, in yen."""

    category: LimitCategory = Field(description="適用区分 (OQSCD012).")
    label: str = Field(description="適用区分 as printed.", examples=["ウ"])
    month: str = Field(description="診療年月.", examples=["2026-11"])
    table: str = Field(description="First month (YYYY-MM) of the table that was used.", examples=["2026-08"])
    status: Literal["in_force", "planned"] = Field(
        description="`planned`: promulgated and not in force; in parts still to be designed."
    )
    limit_yen: int = Field(description="自己負担限度額.", examples=[92940])
    many_times_limit_yen: int | None = Field(
        description="多数回該当: from the fourth month within twelve; null where the category has none, or where the "
        "outpatient cap holds.",
        examples=[44400],
    )
    outpatient_limit_yen: int | None = Field(
        description="外来（個人）, from 70 on; null where the category has none. Of B09 from 2022-10 to 2025-09 "
        "(配慮措置) it follows from the cost, so it is null unless `setting=outpatient` tells that cost.",
        examples=[22000],
    )
    halved: bool = Field(description="Whether the amounts are those of 75歳到達月.", examples=[False])


class MealQuestion(_Question):
    """A meal of an inpatient."""

    month: str = Field(
        pattern=_MONTH,
        description="診療年月, YYYY-MM: it chooses the table, not today; from 2016-04 to 2026-05.",
        examples=["2026-05"],
    )
    long_stay: bool = Field(
        default=False,
        description="長期入院該当: certified after 90 inpatient days within twelve months.",
        examples=[False],
    )
    intractable: bool = Field(
        default=False,
        description="指定難病・小児慢性特定疾病: who is not exempt pays less.",
        examples=[False],
    )


class LivingQuestion(_Question):
    """A meal and a day of an inpatient from 65 on in a long-term bed (療養病床)."""

    month: str = Field(
        pattern=_MONTH,
        description="診療年月, YYYY-MM: it chooses the table, not today; from 2018-04 to 2026-05.",
        examples=["2026-05"],
    )
    need: Need = Field(
        default=Need.ORDINARY,
        description="医療の必要性: `ordinary` 医療区分Ⅰ, `high` 医療の必要性の高い者 (医療区分Ⅱ・Ⅲ), "
        "`intractable` 指定難病.",
        examples=["ordinary"],
    )
    long_stay: bool = Field(
        default=False,
        description="長期入院該当: certified after 90 inpatient days within twelve months; not if `ordinary`.",
        examples=[False],
    )
    second: bool = Field(
        default=False,
        description="入院時生活療養(Ⅱ) instead of (Ⅰ), by the hospital: it lowers the meal of who has no reduction.",
        examples=[False],
    )


class MealAmountShown(Message):
    """標準負担額 of one meal, in yen."""

    category: LimitCategory = Field(description="適用区分 (OQSCD012).")
    label: str = Field(description="適用区分 as printed.", examples=["ウ"])
    month: str = Field(description="診療年月.", examples=["2026-05"])
    table: str = Field(description="First month (YYYY-MM) of the table that was used.", examples=["2025-04"])
    meal_yen: int = Field(description="標準負担額 for one meal (1食).", examples=[510])


class LivingAmountShown(Message):
    """生活療養標準負担額, in yen."""

    category: LimitCategory = Field(description="適用区分 (OQSCD012).")
    label: str = Field(description="適用区分 as printed.", examples=["ウ"])
    month: str = Field(description="診療年月.", examples=["2026-05"])
    table: str = Field(description="First month (YYYY-MM) of the table that was used.", examples=["2025-04"])
    meal_yen: int = Field(description="食費 for one meal (1食).", examples=[510])
    day_yen: int = Field(description="居住費 for one day (1日).", examples=[370])


@router.get(
    "/v1/limit-amounts",
    summary="What a patient pays at most in a month (自己負担限度額)",
    responses=refusals(RequestInvalid, MonthWithoutTable, BandNeeded),
)
async def get_limit_amount(asked: Annotated[LimitQuestion, Query()]) -> LimitAmountShown:
    """Compute the limit of a category for a month of treatment.

    `base + 1 %` of what the cost exceeds, rounded half up; from 70 on `setting=outpatient` is the outpatient cap: of
    B09 from 2022-10 to 2025-09 (配慮措置) `6,000 + 10 %` of what the cost exceeds 30,000 yen, at most 18,000. Year caps
    are paid back afterwards by the insurer and lower no month's limit. Tables are held from 2018-08 to 2028-07; other
    months are refused (`month-without-table`), and so are B09 and B10 before 2022-10 and a category that alone does not
    decide (from 2027-08): `band-needed` names the bands in `errors[].code`.
    """
    treatment = Treatment(asked.category, asked.month, asked.total_cost_yen, asked.setting, asked.turns_75, asked.band)
    amount = limit_amount(treatment)
    return LimitAmountShown(
        category=asked.category,
        label=asked.category.term,
        month=asked.month,
        table=amount.table.first_month,
        status=amount.status,
        limit_yen=amount.limit_yen,
        many_times_limit_yen=amount.many_times_limit_yen,
        outpatient_limit_yen=amount.outpatient_limit_yen,
        halved=amount.halved,
    )


@router.get(
    "/v1/meal-amounts",
    summary="What an inpatient pays for a meal (標準負担額)",
    responses=refusals(RequestInvalid, MonthWithoutTable),
)
async def get_meal_amount(asked: Annotated[MealQuestion, Query()]) -> MealAmountShown:
    """Look up the price of a meal of a category in a month. It is outside every limit.

    Tables are held from 2016-04 to 2026-05. What patients pay from June 2026 on could not be confirmed, so later months
    are refused (`month-without-table`), as earlier ones are.
    """
    amount = meal_amount(asked.category, asked.month, is_long_stay=asked.long_stay, is_intractable=asked.intractable)
    return MealAmountShown(
        category=asked.category,
        label=asked.category.term,
        month=asked.month,
        table=amount.table.first_month,
        meal_yen=amount.meal_yen,
    )


@router.get(
    "/v1/living-amounts",
    summary="What an inpatient from 65 on pays in a long-term bed (生活療養標準負担額)",
    responses=refusals(RequestInvalid, MonthWithoutTable),
)
async def get_living_amount(asked: Annotated[LivingQuestion, Query()]) -> LivingAmountShown:
    """Look up what a meal and a day cost in a long-term bed (療養病床). They are outside every limit.

    Tables are held from 2018-04 to 2026-05; other months are refused (`month-without-table`), as what patients pay from
    June 2026 on could not be confirmed. Who is 65 to 69 and of the lowest income may pay less for a meal than `A05`
    tells: the category does not tell that income.
    """
    amount = living_amount(
        asked.category, asked.month, asked.need, is_long_stay=asked.long_stay, is_second=asked.second
    )
    return LivingAmountShown(
        category=asked.category,
        label=asked.category.term,
        month=asked.month,
        table=amount.table.first_month,
        meal_yen=amount.meal_yen,
        day_yen=amount.day_yen,
    )
