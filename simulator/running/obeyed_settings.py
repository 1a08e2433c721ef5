"""Which settings the workers of `onshi up` obey: every one, unless the reason why not stands here.

Turned around on purpose: a setting that is forgotten here works, and one that would have no effect is refused.
"""

from collections.abc import Mapping

from pydantic import SecretStr

from shared.settings import SERVICES, Settings
from simulator.start_failed import StartFailed

_IN_THE_FOLDER = "`onshi up` makes its own, in its data folder"
MADE_BY_UP: Mapping[str, str] = {
    **{f"{service}_database_url": "`onshi up` gives each service its role and password" for service in SERVICES},
    "hub_database_url": "`onshi cell` alone reads it",
    "cell_database_url": "`onshi cell` alone reads it",
    "published_age_limit_s": "`onshi up` reads what it publishes itself, and no copy",
    "control_database_url": "`onshi up` makes its control database beside that of its world",
    "world": "`onshi up` serves the world `default`",
    "clock_offset_s": "`onshi up --date` says what day it is",
    "nonce_key": _IN_THE_FOLDER,
    "portal_nonce_key": _IN_THE_FOLDER,
    "portal_cookie_key": _IN_THE_FOLDER,
    "portal_client_secret": "the client `portal` of `onshi up` has the secret that the controls show",
    "token_key_file": _IN_THE_FOLDER,
    "checkpoint_key_file": _IN_THE_FOLDER,
    "operator_secret": "the client `operator` of `onshi up` has the secret that the controls show",
    "foreign_trust_roots": "`onshi up --allow-foreign-roots` says so, and its banner too",
    "jpki_url": "`onshi up` serves the simulated J-LIS itself",
    "jpki_ca_file": "`onshi up --tls` trusts the CA that it makes",
    "consent_url": "`onshi up` serves consent itself",
    "registry_url": "`onshi up` serves the registry itself",
    "eligibility_url": "`onshi up` serves eligibility itself",
    "controls_url": "`onshi up` serves the controls itself",
    "services_ca_file": "`onshi up --tls` trusts the CA that it makes",
    "client_certificates_folder": "`onshi up --tls-client-certificates` makes them",
    "reader_clients": "the readers of `onshi up` are clients that the controls show",
}
"""What `onshi up` decides itself, and why; set from outside, it refuses to start."""
READ_BY_UP = frozenset({"database_url", "record_kept_days"})
"""What it obeys itself, and no worker needs."""


def refuse_what_up_makes(settings: Settings) -> None:
    """Refuse whatever was set and would have no effect; raises StartFailed, which names all of it."""
    named = [f"ONSHI_{name.upper()} ({why})" for name, why in MADE_BY_UP.items() if name in settings.model_fields_set]
    if named:
        raise StartFailed(f"settings that `onshi up` has no use for; unset them: {'; '.join(named)}")


def obeyed_settings(settings: Settings) -> dict[str, object]:
    """Return what the workers are told of ``settings``, as JSON can write it. It holds secrets."""
    return {
        name: _plain(getattr(settings, name))
        for name in Settings.model_fields
        if name not in MADE_BY_UP and name not in READ_BY_UP
    }


def _plain(value: object) -> object:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)
