"""The bodies about conformance and situations."""

from pydantic import BaseModel, Field

from simulator.conformance.ledger import Ledger
from simulator.conformance.reading import Verdict, judged
from simulator.conformance.situations import Situation
from simulator.controls.conformance import Met


class RuleJudged(BaseModel):
    """A rule, and what a client's requests say of it (適合性規則)."""

    id: str = Field(description="Its id; it stays.", examples=["nonce-once"])
    title: str = Field(description="What is asked for.", examples=["A nonce is signed once"])
    title_ja: str = Field(description="The same in Japanese (規則).", examples=["ノンスは1回だけ使用する"])
    source: str = Field(description="Where it is from (根拠).", examples=["RFC 8555 6.5 (Replay-Nonce)"])
    reason: str = Field(description="Why it is asked for.", examples=["A nonce proves that the card is here now."])
    reason_ja: str = Field(description="The same in Japanese (理由).", examples=["カードの提示を証明するため"])
    broken_by: str = Field(description="What breaks it (違反条件).", examples=["A refusal nonce-used"])
    verdict: Verdict = Field(
        description="`broken` by one request; `kept` by at least one, none left uncounted; else `not_exercised`."
    )
    kept: int = Field(description="How many requests kept it.", examples=[12])
    broken: int = Field(description="How many broke it.", examples=[0])
    examples: list[str] = Field(
        description="`X-Request-Id` of the first five that broke it, else that kept it; `GET /journal/{request_id}` "
        "explains them while they are kept.",
        examples=[["f0b1c7d2a94e4d0f8a3c5e6b7d8f9a01"]],
    )


class ConformanceReport(BaseModel):
    """Which rules a client's requests kept and broke (適合性)."""

    client_id: str = Field(description="Whose requests.", examples=["clinic"])
    rules: list[RuleJudged] = Field(description="Each rule with its verdict (適合性規則).")
    kept: int = Field(description="How many rules were kept.", examples=[21])
    broken: int = Field(description="How many were broken.", examples=[1])
    not_exercised: int = Field(description="Of how many nothing can be said.", examples=[24])
    requests: int = Field(description="How many requests were counted.", examples=[118])
    shed: int = Field(
        description="How many were not counted, under load: with one of them no rule is `kept`.", examples=[0]
    )


class SituationShown(BaseModel):
    """A situation of the catalogue (事象)."""

    id: str = Field(description="Its id; it stays.", examples=["validity:superseded"])
    title: str = Field(description="What it is.", examples=["superseded"])
    title_ja: str = Field(description="The same in Japanese.", examples=["無効（新しい資格あり）"])
    met: bool = Field(description="Whether it was met.")
    personas: list[str] = Field(description="With whom one can meet it (テスト患者).", examples=[["changed-insurer"]])


class SituationsMet(BaseModel):
    """The catalogue of situations, and what was met of it."""

    situations: list[SituationShown] = Field(description="All of the catalogue (事象).")
    met: int = Field(description="How many were met.", examples=[31])
    total: int = Field(description="How many there are.", examples=[412])
    complete: bool = Field(
        description="False: requests were left uncounted under load, or more than 1,000 people were met: what is not "
        "met here may have been."
    )


def report_of(client_id: str, ledger: Ledger) -> ConformanceReport:
    """Return the report on a client."""
    found = judged(ledger)
    verdicts = [verdict for _, _, verdict in found]
    return ConformanceReport(
        client_id=client_id,
        rules=[
            RuleJudged(
                id=rule.id,
                title=rule.title,
                title_ja=rule.title_ja,
                source=rule.source,
                reason=rule.reason,
                reason_ja=rule.reason_ja,
                broken_by=rule.broken_by,
                verdict=verdict,
                kept=tally.kept,
                broken=tally.broken,
                examples=tally.broken_by or tally.kept_by,
            )
            for rule, tally, verdict in found
        ],
        kept=verdicts.count(Verdict.KEPT),
        broken=verdicts.count(Verdict.BROKEN),
        not_exercised=verdicts.count(Verdict.NOT_EXERCISED),
        requests=ledger.past.requests,
        shed=ledger.shed,
    )


def situations_shown(found: Met) -> SituationsMet:
    """Return the catalogue as it is shown."""
    return SituationsMet(
        situations=[_shown(each) for each in found.situations],
        met=sum(each.is_met for each in found.situations),
        total=len(found.situations),
        complete=found.is_complete,
    )


def _shown(situation: Situation) -> SituationShown:
    return SituationShown(
        id=situation.id,
        title=situation.title,
        title_ja=situation.title_ja,
        met=situation.is_met,
        personas=list(situation.personas),
    )
