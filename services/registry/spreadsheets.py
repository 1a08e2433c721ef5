"""Rows of an answer as JSON or, for spreadsheets, as CSV: which of both is wanted, and the CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from fastapi import Header, Query, Response
from pydantic import BaseModel

CSV: Final = "text/csv"
BYTE_ORDER_MARK: Final = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Accept = Annotated[str | None, Header(description="`text/csv` for CSV.")]
Format = Annotated[Literal["json", "csv"] | None, Query(alias="format", description="In place of `Accept`.")]


def wants_csv(wanted: Literal["json", "csv"] | None, accept: str | None) -> bool:
    """Tell whether CSV is asked for; the query wins over the header."""
    return wanted == "csv" or (wanted is None and CSV in (accept or ""))


def csv_answer(model: type[BaseModel], rows: Sequence[BaseModel], headers: Mapping[str, str] | None = None) -> Response:
    """Return rows as an answer of CSV (RFC 4180), the fields' names on the first line."""
    return Response(
        csv_of(model, rows), media_type=f"{CSV}; charset=utf-8; header=present", headers=dict(headers or {})
    )


def csv_of(model: type[BaseModel], rows: Sequence[BaseModel]) -> str:
    """Return rows as CSV.

    A byte order mark stands in front: without it Excel in Japan reads UTF-8 as Shift_JIS.
    """
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(model.model_fields)
    for row in rows:
        writer.writerow(_cell(value) for value in row.model_dump(mode="json").values())
    return text.getvalue()


def described_as_csv(description: str) -> dict[str, Any]:
    """Return what the API document says of a 200 that can be CSV."""
    return {"description": description, "content": {CSV: {"schema": {"type": "string"}}}}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    # A spreadsheet must not take a name for a formula; numbers are ours.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA_STARTS) else text
