"""What a form says, read as the API's bodies are: the same models, the same violations."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import RequestInvalid
from shared.web.pages.forms import Form
from shared.web.problems import violation_of

Model = TypeVar("Model", bound=BaseModel)


def first_of(form: Form, name: str) -> str:
    """Return a field's value, without blanks around it; empty where it is not there."""
    return next(iter(form.get(name, ())), "").strip()


def body_of(model: type[Model], members: Mapping[str, Any]) -> Model:
    """Return the body that ``members`` make; raises RequestInvalid with everything that is wrong."""
    try:
        return model.model_validate(members)
    except ValidationError as error:
        entries = [dict(entry) for entry in error.errors()]
        raise RequestInvalid([violation_of(entry) for entry in entries]) from error
