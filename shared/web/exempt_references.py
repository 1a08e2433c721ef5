"""``Onshi-Notice``: a reference was taken although its digits would fit a My Number, because a machine made its form.

It is a header and not a notice in the answer: it is for whoever wrote the client, not for whoever reads the answer at
a desk, and an answer that is derived again stays the same.
"""

from collections.abc import Collection, Mapping
from typing import Any

from shared.domain.my_number import is_exempt_reference

NOTICE_HEADER = "Onshi-Notice"
NOTICE_DOCUMENT: Mapping[str, Any] = {
    NOTICE_HEADER: {
        "description": 'Only where it applies: `my-number-exempt; fields="…"` names references that hold twelve digits '
        "with a My Number's check digit, and were taken because they have the form of a UUID, a time, or another "
        "identifier that machines make (個人番号の検査用数字に合致するが、機械生成の識別子とみなした項目).",
        "schema": {"type": "string"},
    }
}
"""How a response's ``headers`` in the OpenAPI document show it."""


def notice_of_exempt(references: Mapping[str, str | None]) -> dict[str, str]:
    """Return the header that names those of ``references`` (by field) that are exempt; none, when none is."""
    return exempt_header(
        [field for field, text in references.items() if text is not None and is_exempt_reference(text)]
    )


def exempt_header(fields: Collection[str]) -> dict[str, str]:
    """Return the header that names ``fields``; none, when there are none."""
    return {NOTICE_HEADER: f'my-number-exempt; fields="{" ".join(sorted(fields))}"'} if fields else {}
