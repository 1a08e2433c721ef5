"""`onshi settings`: every setting."""


def settings() -> None:
    """List every setting (設定): its variable, its default, what it means.

    Example: `onshi settings`.
    """
    from simulator.commands.settings_list import settings_list

    print(settings_list())
