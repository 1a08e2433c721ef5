"""`onshi settings`: every setting with its variable, default and meaning."""

from pydantic import SecretStr

from shared.settings import Settings


def settings_list() -> str:
    """Return one paragraph a setting."""
    prefix = Settings.model_config["env_prefix"]
    paragraphs = []
    for name, field in Settings.model_fields.items():
        is_secret = SecretStr in getattr(field.annotation, "__args__", (field.annotation,))
        default = "unset" if field.default is None else repr(field.default)
        secrecy = ", secret" if is_secret else ""
        paragraphs.append(f"{prefix}{name.upper()}  (default: {default}{secrecy})\n    {field.description}")
    return "\n".join(paragraphs)
