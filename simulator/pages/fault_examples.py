"""Faults that most testers want first, and the parameters of each kind by example."""

import json
from dataclasses import dataclass
from typing import Any

EXAMPLES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("delay", {"milliseconds": 1500}),
    ("delay", {"percentiles": {"50": 800, "95": 3000, "99": 9000}}),
    ("status", {"status": 503}),
    ("status", {"status": 502, "form": "html"}),
    ("truncate", {"after_bytes": 40}),
    ("slow_body", {"bytes_per_second": 50}),
    ("refusal", {"code": "certificate-status-unknown"}),
    ("wrong_share", {"percent": 10}),
    ("wrong_person", {"persona": "twins"}),
    ("registration_lag", {"days": 7}),
    ("still_processing", {"polls": 3}),
)
"""Kinds that are not named take no parameters."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A fault by one press: it happens to the next check."""

    kind: str
    parameters: dict[str, Any]
    title_ja: str
    title: str

    @property
    def written(self) -> str:
        """The parameters as the form has them."""
        return json.dumps(self.parameters)


PRESETS = (
    Preset("delay", {"milliseconds": 3000}, "3秒遅らせる", "3 seconds late"),
    Preset("status", {"status": 503}, "503 を返す", "Answer 503"),
    Preset("status", {"status": 429}, "429 を返す", "Answer 429"),
    Preset("reset", {}, "接続を切断する", "Reset the connection"),
    Preset("malformed", {}, "壊れたJSONを返す", "Broken JSON"),
    Preset("lost_answer", {}, "回答を失う", "Lose the answer"),
    Preset("substitute_characters", {}, "氏名を●にする", "● in the name"),
)
