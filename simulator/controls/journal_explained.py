"""The parts of an explanation, as the journal shows them: in English, and in Japanese beside it."""

from pydantic import BaseModel, Field

from simulator.journal.explaining.shapes import Step, WhyNot


class JournalStep(BaseModel):
    """One step on the way to the answer (判定手順)."""

    step: str = Field(description="Its name, in the order of the path.", examples=["certificate"])
    expected: str = Field(description="What had to be.", examples=["a certificate in its time"])
    found: str | None = Field(description="What was found; null: nothing is kept of it.", examples=["expired"])
    expected_ja: str = Field(description="`expected` in Japanese (条件).", examples=["有効期間内の電子証明書"])
    found_ja: str | None = Field(description="`found` in Japanese (確認結果).", examples=["有効期限切れ"])
    ok: bool | None = Field(description="Whether it was; null: the path ended before.", examples=[False])


class JournalWhyNot(BaseModel):
    """An answer that was not given (他の回答にならなかった理由)."""

    answer: str = Field(description="Which.", examples=["invalid"])
    reason: str = Field(description="Why not.", examples=["one covers 2026-11-20"])
    reason_ja: str = Field(description="The same in Japanese (理由).", examples=["2026-11-20 に有効な資格があります"])


def step_shown(one: Step) -> JournalStep:
    """Return a step; what is no language is the same in both."""
    return JournalStep(
        step=one.step,
        expected=one.expected,
        found=one.found,
        expected_ja=one.expected_ja or one.expected,
        found_ja=one.found_ja or one.found,
        ok=one.is_ok,
    )


def why_not_shown(one: WhyNot) -> JournalWhyNot:
    """Return why another answer was not given."""
    return JournalWhyNot(answer=one.answer, reason=one.reason, reason_ja=one.reason_ja)
