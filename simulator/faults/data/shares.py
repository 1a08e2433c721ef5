"""A wrong 一部負担金割合 in an answer: it shows another share than the one that holds. Pure."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from services.eligibility.answers.shown import CheckAnswer, ResultShown

_MISTAKEN_FOR: Mapping[int, int] = {10: 20, 20: 30, 30: 10}
"""What is shown where the rule names none."""


def with_wrong_share(answer: CheckAnswer, parameters: Mapping[str, Any]) -> CheckAnswer:
    """Return the answer with a wrong share of its insurance; ``parameters`` may name it as ``percent``.

    The answer itself where that would be the right one, and where nothing, or an assistance (医療扶助), is shown.
    """
    if not answer.results:
        return answer
    right = answer.results[0]
    wrong = parameters.get("percent", _MISTAKEN_FOR.get(right.copay_percent))
    if wrong is None or wrong == right.copay_percent:
        return answer
    return replace(answer, results=[_showing(right, wrong), *answer.results[1:]])


def _showing(result: ResultShown, percent: int) -> ResultShown:
    certificate = result.elderly_certificate
    if certificate is not None:
        certificate = replace(certificate, share_percent=percent)
    return replace(result, copay_percent=percent, elderly_certificate=certificate)
