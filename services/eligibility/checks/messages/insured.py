"""Insurance identifiers in bodies beside the check's own: folded for the look-up, every violation collected."""

from typing import Annotated

from pydantic import AfterValidator, Field

from shared.domain.insured import InsuredIdentifiers, InvalidIdentifiers, WrittenIdentifiers
from shared.domain.my_number import (
    may_be_my_number,
    may_be_my_number_as_identifier,
    may_be_my_number_as_reference,
    my_number_at,
)
from shared.domain.not_acceptable import BLANK, CONTROL_CHARACTERS, NotAcceptable
from shared.errors import MyNumberNotAccepted, RequestInvalid, Violation
from shared.web.bodies import Body
from shared.web.days import Day

LONGEST_REFERENCE = 50


def _printable(text: str) -> str:
    if not text.isprintable():
        raise NotAcceptable(*CONTROL_CHARACTERS)
    return text


Printable = AfterValidator(_printable)
"""Of a text in a query: PostgreSQL takes no NUL."""
Reference = Annotated[str, Field(min_length=1, max_length=LONGEST_REFERENCE)]


class InsuredPerson(Body):
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
            self.violations.append(Violation(pointer, "invalid", *BLANK))
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
            self.violations.append(Violation(pointer, "invalid", *CONTROL_CHARACTERS))

    def must_be_right(self) -> None:
        """Raise MyNumberNotAccepted or RequestInvalid with everything that was found wrong."""
        if self._suspects:
            raise MyNumberNotAccepted(self._suspects)
        if self.violations:
            raise RequestInvalid(self.violations)

    def _suspect(self, pointer: str) -> None:
        self._suspects.append(my_number_at(pointer))
