"""4情報: somebody described by name, birth date, sex and address, and how that compares with who is on record."""

from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field

from services.registry.matches.commands import Fit
from services.registry.questions.store import QuestionOutcome
from shared.domain.codes import Sex
from shared.domain.comparison import Step
from shared.domain.identifiers import InsurerNumber
from shared.domain.matching import Description, Match
from shared.web.bodies import Body, InsurerNumberText, LongText, Text
from shared.web.days import Day

MOST_AT_ONCE: Final = 1000


class PersonDescription(Body):
    """4情報 (氏名・生年月日・性別・住所)."""

    name: Text = Field(description="氏名.", examples=["見本　花子"])
    name_kana: Text | None = Field(default=None, description="氏名カナ: counts where the written names do not agree.")
    birthdate: Day = Field(description="生年月日.")
    sex: Sex = Field(description="性別.")
    address: LongText = Field(description="住所.", examples=["東京都見本区一丁目2番3号"])

    def description(self) -> Description:
        """Return the description."""
        return Description(self.name, self.birthdate, self.sex, self.name_kana, self.address)


class WantedPerson(PersonDescription):
    """4情報, and the insurer for whom they do not suffice."""

    insurer_number: InsurerNumberText | None = Field(
        default=None,
        description="保険者番号: decides, with kana (without any, the name), where the record has no address, or ●.",
        examples=["06123457"],
    )

    def description(self) -> Description:
        """Return the description."""
        number = None if self.insurer_number is None else InsurerNumber(self.insurer_number)
        return replace(super().description(), insurer_number=number)


_STEPS = {
    Step.WIDTH: "全角・半角、濁点の分離",
    Step.BLANKS: "空白・中黒・コンマ",
    Step.CASE: "英字の大文字・小文字",
    Step.VARIANTS: "異体字",
    Step.SUBSTITUTE: "●（外字の代替）",
    Step.KANA: "かな・カナ、拗音、長音",
    Step.HOUSE_NUMBER: "丁目・番・号",
    Step.PLACE_KANA: "ヶ・ケ・が、大字・字",
    Step.PREFECTURE: "都道府県名・郡名の省略",
    Step.STREET: "京都の通り名の省略",
    Step.BUILDING: "建物名の省略",
    Step.MARKS: "欧文の補助記号",
    Step.NAME_ORDER: "欧文氏名の順序",
    Step.MIDDLE_NAME: "ミドルネームの省略",
}


class MatchOutcome(StrEnum):
    """What came of it."""

    ONE = "one"
    NONE = "none"
    SEVERAL = "several"


OUTCOMES = {
    QuestionOutcome.FOUND: MatchOutcome.ONE,
    QuestionOutcome.NONE: MatchOutcome.NONE,
    QuestionOutcome.SEVERAL: MatchOutcome.SEVERAL,
}


class FieldComparison(BaseModel):
    """突合結果 of one field."""

    agrees: bool = Field(description="一致.")
    overlooked: list[Step] = Field(
        description="正規化: what was overlooked in comparing: "
        + ", ".join(f"`{step.value}` {term}" for step, term in _STEPS.items())
    )
    compared: bool = Field(
        default=True,
        description="照合有無: false where the record lacks it (no address, ● in the name): kana and insurer decide.",
    )


class Candidate(BaseModel):
    """Somebody on record who agrees in all, or in all but one field."""

    person_id: UUID | None = Field(description="加入者ID; null unless all four agree.")
    fields: dict[str, FieldComparison] = Field(
        description="`name`, `address`, `birthdate`, `sex`; `insurer` where it was asked."
    )

    @classmethod
    def of(cls, match: Match) -> Self:
        """Return a match as it is shown; the id of a person who does not agree is not shown."""
        return cls(
            person_id=UUID(match.person_id) if match.is_full else None,
            fields={
                field: FieldComparison(
                    agrees=comparison.agrees, overlooked=list(comparison.steps), compared=comparison.compared
                )
                for field, comparison in match.fields.items()
            },
        )


class PersonMatchAnswer(BaseModel):
    """4情報突合の結果."""

    outcome: MatchOutcome = Field(description="`one` 一致, `none` 該当なし, `several` 複数該当.")
    person_id: UUID | None = Field(description="加入者ID, where exactly one agrees in all four.")
    candidates: list[Candidate] = Field(
        max_length=20, description="Who agrees in all four, else who differs in one; twenty at most."
    )


class WantedTogether(WantedPerson):
    """One of many who are wanted."""

    item_reference: Text = Field(description="任意の識別子, echoed: which line it is.", examples=["line-000001"])


class PersonsWanted(Body):
    """Many who are wanted: the lines of a file, a part of it each time."""

    items: Annotated[list[WantedTogether], Field(min_length=1, max_length=MOST_AT_ONCE)] = Field(
        description=f"1 to {MOST_AT_ONCE:,}; a longer file takes several requests."
    )


class PersonMatched(BaseModel):
    """4情報突合の結果 of one line."""

    item_reference: str = Field(description="任意の識別子, echoed.", examples=["line-000001"])
    outcome: MatchOutcome | None = Field(
        description="`one` 一致, `none` 該当なし, `several` 複数該当; null where it was not looked at.",
        examples=["one"],
    )
    person_id: UUID | None = Field(description="加入者ID, where exactly one agrees in all four.")
    error: Literal["too-many-misses"] | None = Field(
        description="Why it was not looked at: the last miss that the institution may have came before it.",
        examples=[None],
    )

    @classmethod
    def of(cls, item_reference: str, fit: Fit | None) -> Self:
        """Return what came of a line as it is shown; None: it was not looked at."""
        if fit is None:
            return cls(item_reference=item_reference, outcome=None, person_id=None, error="too-many-misses")
        outcome = OUTCOMES[fit.outcome]
        only = UUID(fit.full[0].person_id) if outcome is MatchOutcome.ONE else None
        return cls(item_reference=item_reference, outcome=outcome, person_id=only, error=None)


class PersonsMatched(BaseModel):
    """4情報突合の結果, line by line."""

    total: int = Field(description="件数.", examples=[1000])
    found: int = Field(description="一致した件数.", examples=[968])
    items: list[PersonMatched] = Field(description="In the order of the request.")
