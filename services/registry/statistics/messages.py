"""Bodies of the statistics: each row stands in JSON and in CSV."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from services.registry.cards.rules.cards import Channel
from services.registry.cards.store.registrations import EndReason
from services.registry.cards.store.reservations import ReservationState
from services.registry.statistics.rules import AGE_BANDS, InstitutionKind, age_band, kind_of
from shared.domain.codes import CheckMethod
from shared.published.eligibility.counts import CheckCount

_MONTH = "年月 in Japan, YYYY-MM."
_FIRST_MONTH = "集計開始年月, YYYY-MM, included."
_LAST_MONTH = "集計終了年月, YYYY-MM, included."


class CardRegistrationsCounted(BaseModel):
    """初回登録 of one insurer's members in a month: one channel, one age band."""

    insurer_number: str = Field(description="保険者番号.", examples=["06123457"])
    month: str = Field(description=_MONTH, examples=["2026-11"])
    channel: Channel = Field(description="登録経路.", examples=["reader"])
    age_band: str = Field(
        description="年齢階級 on the day of the registration: five years each, `75-` is 75 and older.",
        examples=["40-44"],
    )
    registered: int = Field(
        description="登録件数: cards and phones registered; renewed certificates and what was taken back do not count.",
        examples=[31],
    )
    members: int = Field(
        description="加入者数 of this band on the month's last day, of this month today; the same for every channel.",
        examples=[1204],
    )


class CardRegistrationCounts(BaseModel):
    """初回登録の件数: of all insurers, and by month of one."""

    model_config = ConfigDict(populate_by_name=True)

    counted_at: datetime = Field(description="集計日時.")
    total: int = Field(description="合計: cards that are registered now.")
    by_channel: dict[Channel, int] = Field(description="登録経路ごとの件数; every channel is named.")
    ended: dict[EndReason, int] = Field(description="解除・更新の件数; every reason is named.")
    reservations: dict[ReservationState, int] = Field(description="予約登録の件数; every state is named.")
    insurer_number: str | None = Field(
        default=None, description="保険者番号 of `items`; null where no insurer is asked about.", examples=["06123457"]
    )
    first: str | None = Field(default=None, alias="from", description=_FIRST_MONTH, examples=["2026-10"])
    last: str | None = Field(default=None, alias="to", description=_LAST_MONTH, examples=["2026-11"])
    items: list[CardRegistrationsCounted] = Field(
        default_factory=list,
        description="One insurer's months: each month, channel and age band, in this order, also where nothing was "
        "registered.",
    )


class CheckMethodCounted(BaseModel):
    """資格確認の件数 of a month: one kind of institutions, one way to ask."""

    month: str = Field(description=_MONTH, examples=["2026-11"])
    institution_kind: InstitutionKind = Field(
        description="医療機関等の種別, by 点数表番号: "
        + ", ".join(f"`{kind.value}` {kind.term}" for kind in InstitutionKind)
        + "; hospitals and clinics share one.",
        examples=["pharmacy"],
    )
    method: CheckMethod = Field(
        description="照会方法: " + ", ".join(f"`{method.value}` {method.term}" for method in CheckMethod) + ".",
        examples=["my_number_card"],
    )
    checks: int = Field(description="件数: checks that were answered, whatever the answer.", examples=[4711])

    @classmethod
    def of(cls, counted: CheckCount) -> "CheckMethodCounted":
        """Return a count as it is shown."""
        return cls(
            month=counted.month,
            institution_kind=kind_of(counted.fee_table),
            method=CheckMethod(counted.method),
            checks=counted.checks,
        )


class CheckMethodCounts(BaseModel):
    """資格確認の利用状況."""

    model_config = ConfigDict(populate_by_name=True)

    counted_at: datetime = Field(description="集計日時: checks are counted as they are sealed, a second later.")
    first: str = Field(alias="from", description=_FIRST_MONTH, examples=["2026-10"])
    last: str = Field(alias="to", description=_LAST_MONTH, examples=["2026-11"])
    items: list[CheckMethodCounted] = Field(description="By month, kind and method; what is missing was never asked.")


def by_band(
    insurer_number: str,
    days: dict[str, date],
    members: Iterable[tuple[date, int, int]],
    registered: Iterable[tuple[str, str, int, int]],
) -> Sequence[CardRegistrationsCounted]:
    """Return the rows of an insurer: of each month in ``days``, which say when its members were counted."""
    members_of: Counter[tuple[date, str]] = Counter()
    for day, age, number in members:
        members_of[day, age_band(age)] += number
    registered_of: Counter[tuple[str, str, str]] = Counter()
    for month, channel, age, number in registered:
        registered_of[month, channel, age_band(age)] += number
    return [
        CardRegistrationsCounted(
            insurer_number=insurer_number,
            month=month,
            channel=channel,
            age_band=band,
            registered=registered_of[month, channel.value, band],
            members=members_of[day, band],
        )
        for month, day in days.items()
        for channel in Channel
        for band in AGE_BANDS
    ]
