"""Names of files in `req`, `res` and `face`, as receipt computers know them. Pure.

An answer has the request's name with ``res`` for ``req``; what could not be answered has the request's stem and the
ending ``.err``. Everything else in a folder is somebody else's.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

_REQUEST: Final = re.compile(r"(OQS|YZK|TKK)([A-Za-z0-9]+?)req_(.+)\.xml", re.DOTALL)
_OURS: Final = re.compile(r"(OQS|YZK|TKK)[A-Za-z0-9]+?(req|res)_.+\.(xml|zip|pdf|err)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RequestName:
    """The name of a request: ``OQSsiquc01req_0042.xml`` is of the kind siquc01."""

    file_name: str
    system: str
    function: str
    rest: str

    @property
    def kind(self) -> str:
        """The kind of message, as ``POST /oqs/messages?type=`` takes it."""
        return self.function if self.system == "OQS" else self.system + self.function

    @property
    def is_bulk_result(self) -> bool:
        """Whether it asks for the result of a bulk (``OQSmu…02``), which may come as a ZIP."""
        return self.system == "OQS" and self.function.startswith("mu") and self.function.endswith("02")

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.file_name.removesuffix(".xml")

    @property
    def answer_stem(self) -> str:
        """The stem of its answer."""
        return f"{self.system}{self.function}res_{self.rest}"

    @property
    def err_name(self) -> str:
        """The file that says why there is no answer: the request's stem, with ``req`` in it."""
        return f"{self.stem}.err"


def read_name(file_name: str) -> RequestName | None:
    """Return what a file's name says, None where it is no request."""
    match = _REQUEST.fullmatch(file_name)
    return None if match is None else RequestName(file_name, *match.groups())


def is_ours(file_name: str) -> bool:
    """Tell whether a file in ``res`` or ``face`` is one that an agent leaves there."""
    return _OURS.fullmatch(file_name) is not None


def face_name(institution_code: str, check_id: UUID, checked_at: datetime) -> str:
    """Return the name of a card check's answer in ``face``; ``checked_at`` is of the world's clock, in Japan."""
    return f"OQSsiquc01res_face_{institution_code}{check_id.hex}_{checked_at:%Y%m%d%H%M%S}.xml"
