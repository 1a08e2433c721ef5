"""A typing error in a variable's name is told, with what may have been meant."""

import pytest

from shared.settings import Settings
from simulator.commands.misspelt_settings import OF_OTHERS, misspelt_settings


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ONSHI_CHECK_DIGIT", "has no effect; did you mean ONSHI_CHECK_DIGITS?"),
        ("ONSHI_MISS_LIMITS", "did you mean ONSHI_MISS_LIMIT or ONSHI_BULK_MISS_LIMIT?"),
        ("ONSHI_DATABASEURL", "did you mean ONSHI_DATABASE_URL or"),
        ("onshi_log_levle", "onshi_log_levle is no setting, and has no effect; did you mean ONSHI_LOG_LEVEL?"),
        ("ONSHI_NO_WORD_OF_OURS", "has no effect; `onshi settings` lists them all"),
    ],
)
def test_what_is_no_setting_is_told(name: str, sentence: str) -> None:
    (told,) = misspelt_settings(["PATH", name])

    assert sentence in told


def test_settings_in_any_case_and_what_means_something_elsewhere_are_not_told() -> None:
    settings = [f"ONSHI_{name.upper()}" for name in Settings.model_fields]

    assert misspelt_settings([*settings, "onshi_world", *OF_OTHERS, "ONSHI", "HOME"]) == []
