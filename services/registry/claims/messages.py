"""Bodies about the way of a claim (レセプト振替・分割)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.claims.rules.claim_routing import Action, Claim, Outcome, Portion, Reason, Route
from services.registry.claims.rules.timeline import ranges_of
from services.registry.coverages.messages import coverages as words
from services.registry.person_records.rules.days import first_of_next_month
from shared.clock import day_in_japan, start_of_day
from shared.errors import Violation
from shared.web.bodies import Body, BranchText, CarriedText, Flag, InsurerNumberText, NumberText, SymbolText, Text
from shared.web.days import Day, Instant, Month

_LONGEST_DAYS = 366
_REASONS = {
    Reason.COVERED: "資格あり",
    Reason.VALID_WHEN_CHECKED: "資格確認時に有効（2022年2月請求分から）",
    Reason.NEWEST_ISSUE: "交付年月日が最新（2022年1月請求分まで）",
    Reason.OTHER_COVER: "他の保険者の資格",
    Reason.NO_COVER: "資格なし",
    Reason.PUBLIC_EXPENSE: "公費併用のため振替不可",
    Reason.BEFORE_REROUTING: "振替開始（2021年10月請求分）前",
    Reason.UNKNOWN_IDENTIFIERS: "該当する資格なし",
    Reason.AMBIGUOUS_IDENTIFIERS: "複数該当",
}


class ClaimRouteRequest(Body):
    """レセプトの振替・分割の照会: a claim as far as its way to an insurer goes."""

    claim_reference: Text | None = Field(default=None, description="レセプトの照会元番号, echoed.")
    insurer_number: InsurerNumberText = Field(description="請求先の" + words.INSURER_NUMBER)
    symbol: SymbolText | None = Field(default=None, description=words.SYMBOL)
    number: NumberText = Field(description=words.NUMBER)
    branch: BranchText | None = Field(default=None, description=words.BRANCH)
    birthdate: Day | None = Field(
        default=None, description="生年月日: tells family members apart where no branch does."
    )
    days: tuple[Day, ...] = Field(
        default=(), max_length=_LONGEST_DAYS, description="診療日: the very days; or `treated_from`/`_to`, or `month`."
    )
    treated_from: Day | None = Field(default=None, description="診療開始日, included.")
    treated_to: Day | None = Field(default=None, description="診療終了日, included; left out: the one day.")
    month: Month | None = Field(
        default=None, description="診療年月, YYYY-MM: every day of it, of this month up to today.", examples=["2026-10"]
    )
    claimed_in: Month | None = Field(
        default=None, description="請求年月, YYYY-MM: decides which rules hold; left out: this month."
    )
    checked_at: Instant | None = Field(
        default=None, description="資格確認日時: when the institution confirmed eligibility; left out: never."
    )
    checked_on: Day | None = Field(
        default=None, description="資格確認日, where the time is not known: as it was known when that day ended."
    )
    has_public_expense: Flag = Field(default=False, description="公費併用: such claims are neither moved nor split.")
    decided_at: Instant | None = Field(default=None, description="As the registry knew things then; left out: now.")

    def violations(self, now: datetime) -> list[Violation]:
        """Tell which fields contradict each other, or lie after ``now``: nobody claims for a day to come."""
        today = day_in_japan(now)
        found = []
        ways = {"days": bool(self.days), "treated_from": self.treated_from is not None, "month": self.month is not None}
        named = [name for name, is_named in ways.items() if is_named]
        if len(named) != 1:
            found += [
                _violation(name, "Name days, treated_from or month, and one of them only.")
                for name in named or ["days"]
            ]
        if self.treated_to is not None and (self.treated_from is None or self.treated_to < self.treated_from):
            found.append(_violation("treated_to", "Must not lie before treated_from."))
        elif self.treated_from is not None and len(self.treatment_days(today)) > _LONGEST_DAYS:
            found.append(_violation("treated_to", "Names more days than a claim can have."))
        if self.checked_at is not None and self.checked_on is not None:
            found.append(_violation("checked_on", "Name the time or the day, not both."))
        return found + self._treated_too_late(named, today) + self._told_too_late(now, today)

    def _treated_too_late(self, named: Sequence[str], today: date) -> list[Violation]:
        if len(named) != 1:
            return []
        days = self.treatment_days(today)
        # Of the running month the days so far count; of one to come there are none.
        if not days or max(days) > today:
            return [_future("treated_to" if self.treated_to is not None else named[0])]
        if self.claimed_in is not None and self.claimed_in < f"{max(days):%Y-%m}":
            message = "Lies before the month of treatment."
            return [Violation("/claimed_in", "before-treatment", message, "診療年月より前の年月です。")]
        return []

    def _told_too_late(self, now: datetime, today: date) -> list[Violation]:
        is_to_come = {
            "claimed_in": self.claimed_in is not None and self.claimed_in > f"{today:%Y-%m}",
            "checked_at": self.checked_at is not None and self.checked_at > now,
            "checked_on": self.checked_on is not None and self.checked_on > today,
            "decided_at": self.decided_at is not None and self.decided_at > now,
        }
        return [_future(name) for name, is_wrong in is_to_come.items() if is_wrong]

    def treatment_days(self, today: date) -> tuple[date, ...]:
        """Return the days of treatment."""
        if self.days:
            return self.days
        first, last = self.treated_from, self.treated_to or self.treated_from
        if self.month is not None:
            first = date.fromisoformat(self.month + "-01")
            last = min(first_of_next_month(first) - timedelta(days=1), today)
        if first is None or last is None:
            return ()
        return tuple(first + timedelta(days=number) for number in range(min((last - first).days, _LONGEST_DAYS) + 1))

    def claim(self, today: date) -> Claim:
        """Return the claim to judge."""
        checked_at = self.checked_at
        if self.checked_on is not None:
            checked_at = start_of_day(self.checked_on + timedelta(days=1)) - timedelta(microseconds=1)
        claimed_in = today if self.claimed_in is None else date.fromisoformat(self.claimed_in + "-01")
        return Claim(self.treatment_days(today), claimed_in, checked_at, self.has_public_expense)


class DayRange(BaseModel):
    """Days that follow each other."""

    first: date = Field(description="初日.")
    last: date = Field(description="末日, included.")


class PortionShown(BaseModel):
    """Days of a claim that go one way."""

    action: Action = Field(description="`keep` そのまま, `reroute` 振替, `return` 返戻.")
    reason: Reason = Field(
        description="理由: " + ", ".join(f"`{reason.value}` {term}" for reason, term in _REASONS.items())
    )
    reason_ja: str = Field(description="理由.")
    days: list[DayRange] = Field(description="診療日.")
    coverage_id: UUID | None = Field(description="資格ID.")
    insurer_number: str | None = Field(description="保険者番号: who pays; null where nobody does.")
    insurer_name: CarriedText | None = Field(description="保険者名称.")
    symbol: CarriedText | None = Field(description=words.SYMBOL)
    number: CarriedText | None = Field(description=words.NUMBER)
    branch: str | None = Field(description=words.BRANCH)

    @classmethod
    def of(cls, portion: Portion) -> Self:
        """Return a portion as it is shown."""
        coverage = portion.coverage
        return cls(
            action=portion.action,
            reason=portion.reason,
            reason_ja=_REASONS[portion.reason],
            days=[DayRange(first=first, last=last) for first, last in ranges_of(portion.days)],
            coverage_id=None if coverage is None else UUID(coverage.coverage_id),
            insurer_number=None if coverage is None else coverage.insurer.number,
            insurer_name=None if coverage is None else coverage.insurer.name,
            symbol=None if coverage is None else coverage.symbol,
            number=None if coverage is None else coverage.number,
            branch=None if coverage is None else coverage.branch,
        )


class ClaimRouteAnswer(BaseModel):
    """レセプトの行き先."""

    claim_reference: str | None = Field(description="レセプトの照会元番号.")
    outcome: Outcome = Field(description="`keep` そのまま, `reroute` 振替, `split` 分割, `return` 返戻.")
    portions: list[PortionShown] = Field(description="Which days go where.")
    decided_at: datetime = Field(description="判定日時: as the registry knew things then.")

    @classmethod
    def of(cls, route: Route, reference: str | None, decided_at: datetime) -> Self:
        """Return a route as it is shown."""
        portions = [PortionShown.of(portion) for portion in route.portions]
        return cls(claim_reference=reference, outcome=route.outcome, portions=portions, decided_at=decided_at)


def _violation(field: str, message: str) -> Violation:
    return Violation(f"/{field}", "invalid", message, "診療日・確認日の指定が正しくありません。")


def _future(field: str) -> Violation:
    return Violation(f"/{field}", "in-the-future", "Must not lie in the future.", "将来の日付は指定できません。")
