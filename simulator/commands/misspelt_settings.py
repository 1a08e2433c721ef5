"""Variables that look like settings and are none: most are typing errors, which would have no effect unseen."""

from collections.abc import Iterable

from shared.nearest import did_you_mean, nearest
from shared.settings import SERVICES, Settings

_PREFIX = "ONSHI_"
# Parts of URLs in docker-compose.yml.
_PASSWORDS = [f"ONSHI_{service.upper()}_PASSWORD" for service in SERVICES]
OF_OTHERS = frozenset(
    {
        # What points programs at a running simulator, and says who they are there.
        "ONSHI_URL",
        "ONSHI_CONTROL_URL",
        "ONSHI_CLIENT_ID",
        "ONSHI_CLIENT_SECRET",
        "ONSHI_INSTITUTION_CODE",
        "ONSHI_CA_FILE",
        "ONSHI_CERTIFICATE_FILE",
        # Parts of URLs in docker-compose.yml.
        "ONSHI_ADMIN_PASSWORD",
        *_PASSWORDS,
    }
)
"""Names with our prefix that are no settings of ours, and mean something."""


def misspelt_settings(variables: Iterable[str]) -> list[str]:
    """Return a sentence for each variable that is no setting; a value is never in it."""
    known = sorted(f"{_PREFIX}{name.upper()}" for name in Settings.model_fields)
    return [
        _sentence(name, nearest(name, known, alike=0.8))
        for name in sorted(variables)
        # As pydantic reads them: in whatever case.
        if name.upper().startswith(_PREFIX) and name.upper() not in {*known, *OF_OTHERS}
    ]


def _sentence(name: str, near: list[str]) -> str:
    return f"{name} is no setting, and has no effect{did_you_mean(near, '`onshi settings` lists them all')}"
