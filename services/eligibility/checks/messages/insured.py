"""Insurance identifiers in bodies beside the check's own: folded for the look-up, every violation collected."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from shared.domain.identifiers import (
    InvalidIdentifier,
)
from shared.domain.insured import InsuredIdentifiers, InvalidIdentifiers, WrittenIdentifiers
from shared.domain.my_number import (
    may_be_my_number,
    may_be_my_number_as_identifier,
    may_be_my_number_as_reference,
)
from shared.errors import MyNumberNotAccepted, RequestInvalid, Violation

LONGEST_REFERENCE = 50
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: Any) -> Any:
    # pydantic alone would also take instants and seconds since 1970.
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise InvalidIdentifier("must be a date YYYY-MM-DD", "YYYY-MM-DD形式の日付で指定してください。")
    if not isinstance(value, (str, date)):
        raise InvalidIdentifier("must be a date YYYY-MM-DD", "YYYY-MM-DD形式の日付で指定してください。")
    return value


def _printable(text: str) -> str:
    if not text.isprintable():
        raise InvalidIdentifier("must not hold control characters", "制御文字は使用できません。")
    return text


Day = Annotated[date, BeforeValidator(_iso_day)]
Printable = AfterValidator(_printable)
"""Of a text in a query: PostgreSQL takes no NUL."""
Reference = Annotated[str, Field(min_length=1, max_length=LONGEST_REFERENCE)]


class Asked(BaseModel):
    """A body that a caller sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class InsuredPerson(Asked):
    """被保険者証情報, as it stands on a 資格確認書. Blanks, width, hyphens and leading zeros are folded."""

    insurer_number: str = Field(
        description="保険者番号, 8 digits or 6 for 国保 (InsurerNumber).", examples=["02999918"]
    )
    symbol: str | None = Field(
        default=None,
        description="被保険者証記号 (InsuredCardSymbol); absent for 後期高齢者.",
        examples=["シミュ-1"],
    )
    number: str = Field(description="被保険者証番号 (InsuredIdentificationNumber).", examples=["1024"])
    branch: str | None = Field(
        default=None, description="被保険者証枝番, two digits (InsuredBranchNumber).", examples=["01"]
    )
    birthdate: Day = Field(description="生年月日 (Birthdate).", examples=["1985-04-12"])


class Reading:
    """Reads the texts of one body and remembers all that is wrong with them."""

    def __init__(self) -> None:
        self.violations: list[Violation] = []
        self.exempt: set[str] = set()
        """Fields with a reference whose digits would fit a My Number, but which a machine made."""
        self._suspects: list[Violation] = []

    def person(self, asked: InsuredPerson, pointer: str) -> InsuredIdentifiers | None:
        """Return the identifiers folded, or None when something is wrong with them."""
        written = WrittenIdentifiers.of(asked)
        for name in written.may_be_my_numbers():
            self._suspect(f"{pointer}/{name}")
        try:
            return written.folded()
        except InvalidIdentifiers as wrong:
            self.violations += wrong.violations(pointer)
            return None

    def text(self, text: str | None, pointer: str) -> None:
        """Look at a text that is kept and shown as it is, and names something."""
        if text is not None and not text.strip():
            self.violations.append(
                Violation(pointer, "invalid", "Must not be blank.", "空白のみの値は使用できません。")
            )
        if text is not None and may_be_my_number_as_identifier(text):
            self._suspect(pointer)
        self._must_be_printable(text, pointer)

    def reference(self, text: str | None, pointer: str) -> None:
        """Look at a text that the client's machine made, kept and shown as it is."""
        if text is not None and may_be_my_number_as_reference(text):
            self._suspect(pointer)
        elif text is not None and may_be_my_number(text):
            self.exempt.add(pointer.rpartition("/")[2])
        self._must_be_printable(text, pointer)

    def _must_be_printable(self, text: str | None, pointer: str) -> None:
        if text is not None and not text.isprintable():
            self.violations.append(
                Violation(pointer, "invalid", "No control characters.", "制御文字は使用できません。")
            )

    def must_be_right(self) -> None:
        """Raise MyNumberNotAccepted or RequestInvalid with everything that was found wrong."""
        if self._suspects:
            raise MyNumberNotAccepted(self._suspects)
        if self.violations:
            raise RequestInvalid(self.violations)

    def _suspect(self, pointer: str) -> None:
        message_ja = "個人番号の検査用数字に合致する12桁の数字です。"
        self._suspects.append(
            Violation(pointer, "my-number", "Twelve digits with a My Number's check digit.", message_ja)
        )
