"""`onshi settings`: every setting."""


def settings() -> None:
    """List every setting: its variable, its default, what it means."""
    from simulator.commands.settings_list import settings_list

    print(settings_list())
