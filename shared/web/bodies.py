"""The types of the bodies' fields: each refuses what cannot be meant and returns the canonical form."""

import re
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from shared.domain.carried_text import as_carried
from shared.domain.hyphens import with_one_hyphen
from shared.domain.identifiers import (
    fold_number,
    fold_symbol,
    parse_branch,
    parse_institution_code,
    parse_insurer_number,
)
from shared.domain.not_acceptable import BLANK, CONTROL_CHARACTERS, NotAcceptable

_CLIENT_ID = r"^[A-Za-z0-9._-]{1,64}$"
_POSTAL_CODE = re.compile(r"([0-9]{3})-?([0-9]{4})")


class Body(BaseModel):
    """A body that a caller sends: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _plain(text: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in text):
        raise NotAcceptable(*CONTROL_CHARACTERS)
    return text


def _not_blank(text: str) -> str:
    if not text.strip():
        raise NotAcceptable(*BLANK)
    return text


def _postal_code(text: str) -> str:
    match = _POSTAL_CODE.fullmatch(with_one_hyphen(unicodedata.normalize("NFKC", text)))
    if match is None:
        raise NotAcceptable("must be 7 digits, 123-4567", "郵便番号は 123-4567 の形式で指定してください")
    return "-".join(match.groups())


def _symbol(text: str) -> str | None:
    return text if fold_symbol(text) else None


def _number(text: str) -> str:
    fold_number(text)
    return text


def _hexadecimal(text: str) -> str:
    try:
        return bytes.fromhex(text).hex()
    except ValueError:
        raise NotAcceptable("must be hexadecimal, whole bytes", "16進数（バイト単位）で指定してください") from None


def _flag(value: Any) -> Any:
    # For Python 1 is True, and a literal is found by equality.
    if value is not None and not isinstance(value, bool):
        raise NotAcceptable("must be true", "true で指定してください")
    return value


def not_null(value: Any) -> Any:
    """Return a value that may be left out but, where it is named, cannot be null."""
    if value is None:
        raise NotAcceptable("must not be null", "null は指定できません")
    return value


def is_client_id(text: str) -> bool:
    """Tell whether a client can have this id."""
    return re.fullmatch(_CLIENT_ID, text) is not None


Plain = AfterValidator(_plain)
Text = Annotated[str, Field(min_length=1, max_length=100), Plain, AfterValidator(_not_blank)]
LongText = Annotated[str, Field(min_length=1, max_length=200), Plain, AfterValidator(_not_blank)]
PostalCode = Annotated[str, Field(max_length=8), AfterValidator(_postal_code)]
CarriedText = Annotated[str, AfterValidator(as_carried)]
"""Of an answer: what leaves, with ● for what CP932 does not have."""
Flag = StrictBool
Affirmed = Annotated[Literal[True], BeforeValidator(_flag)]
"""True, where false would say nothing."""
InsurerNumberText = Annotated[str, Field(max_length=20), AfterValidator(parse_insurer_number)]
InstitutionCodeText = Annotated[str, Field(max_length=20), AfterValidator(parse_institution_code)]
SymbolText = Annotated[str, Field(max_length=40), Plain, AfterValidator(_symbol)]
NumberText = Annotated[str, Field(max_length=40), Plain, AfterValidator(_number)]
BranchText = Annotated[str, Field(max_length=4), AfterValidator(parse_branch)]
Hexadecimal = Annotated[str, Field(min_length=2, max_length=80), AfterValidator(_hexadecimal)]
ClientId = Annotated[str, Field(pattern=_CLIENT_ID)]
