"""No My Number comes in: every text of a body is looked at, and none that may hold one is kept."""

from pydantic import BaseModel

from shared.domain.my_number import may_be_my_number
from shared.errors import MyNumberNotAccepted, Violation


def refuse_my_numbers(body: BaseModel) -> None:
    """Raise MyNumberNotAccepted naming every text field of ``body`` that may hold a My Number."""
    suspects = [
        Violation(
            f"/{name}",
            "my-number",
            "Holds twelve digits that may be a My Number.",
            "マイナンバーの可能性がある12桁の数字が含まれています。",
        )
        for name, value in body
        if isinstance(value, str) and may_be_my_number(value)
    ]
    if suspects:
        raise MyNumberNotAccepted(suspects)
