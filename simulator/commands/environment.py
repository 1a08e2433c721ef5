"""What a command knows of the environment: simulator/__main__.py reads it, and hands it on in the context."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from simulator.commands.failing import fail

if TYPE_CHECKING:
    from shared.settings import Settings


class SettingsUnreadable(Exception):
    """A setting has a value that it cannot have."""


def environment_of(context: typer.Context) -> Mapping[str, str]:
    """Return the variables that the program was started with."""
    environment: Mapping[str, str] = context.obj
    return environment


def settings_of(environment: Mapping[str, str]) -> "Settings":
    """Return the settings; the names of those that cannot be read are said, and the program ends."""
    from pydantic import ValidationError

    from shared.settings import Settings
    from simulator.commands.misspelt_settings import misspelt_settings

    for sentence in misspelt_settings(environment):
        print(f"onshi: {sentence}", file=sys.stderr)
    try:
        return Settings()
    except ValidationError as error:
        # Names only: a value may be a secret.
        wrong = ", ".join(
            f"ONSHI_{'_'.join(map(str, entry['loc'])).upper()}: {entry['msg']}" for entry in error.errors()
        )
        fail(SettingsUnreadable(f"settings that cannot be read: {wrong}"))
