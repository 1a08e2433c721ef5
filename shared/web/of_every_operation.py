"""What every operation takes and every answer carries, as a document tells it: once, in its components.

No operation refers to them: a parameter of each would stand in the signature of each function that a generator makes.
"""

from typing import Any

from shared.web.test_id import HEADER, LONGEST

PARAMETERS: dict[str, Any] = {
    "OnshiTest": {
        "name": HEADER,
        "in": "header",
        "description": "To which of the caller's tests the request belongs (テストの識別子); every operation takes it. "
        "Faults and the journal of the simulator match it.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
        "example": "test-retry",
    }
}
HEADERS: dict[str, Any] = {
    "RequestId": {
        "description": "`X-Request-Id`, of every answer (リクエストID): the journal and the log know it by this.",
        "schema": {"type": "string"},
        "example": "f0b1c7d2a94e4d0f8a3c5e6b7d8f9a01",
    },
    "OnshiFault": {
        "description": "`X-Onshi-Fault`, of an answer that a fault has changed (注入した障害): its rule's id.",
        "schema": {"type": "string"},
        "example": "fault-1",
    },
}
SAID = (
    f"**Every operation** takes `{HEADER}`, the test that a request belongs to (テストの識別子), and answers "
    "`X-Request-Id`; `X-Onshi-Fault` names the injected fault that changed an answer."
)
