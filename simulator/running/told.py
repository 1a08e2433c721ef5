"""What the supervisor tells its children on standard input: their settings, and what it has made for them."""

import json
from pathlib import Path

from shared.settings import Settings
from simulator.personas.credentials import OPERATOR, PORTAL, READERS
from simulator.running.obeyed_settings import obeyed_settings
from simulator.running.postgres import MigratedDatabase
from simulator.running.up_options import Running
from simulator.worlds.data_folder import DataFolder


def told_to_workers(settings: Settings, database: MigratedDatabase, folder: DataFolder, running: Running) -> bytes:
    """Return what workers are told; the keys are made unless they are there."""
    folder.make_token_key()
    folder.make_checkpoint_key()
    ca = None if running.tls is None else running.tls.ca
    members = obeyed_settings(settings)
    members |= {f"{service}_database_url": url for service, url in database.urls.items()}
    members |= {
        "nonce_key": folder.secrets().nonce_key,
        "portal_nonce_key": folder.secrets().portal_nonce_key,
        "portal_cookie_key": folder.secrets().portal_cookie_key,
        "portal_client_secret": PORTAL.client_secret,
        "token_key_file": str(folder.token_key_file),
        "checkpoint_key_file": str(folder.checkpoint_key_file),
        "operator_secret": OPERATOR.client_secret,
        "jpki_url": f"{running.base_url}/jpki",
        "jpki_ca_file": None if ca is None else str(ca),
        "consent_url": f"{running.base_url}/consent",
        "registry_url": f"{running.base_url}/registry",
        "eligibility_url": f"{running.base_url}/eligibility",
        "controls_url": running.control_url,
        "services_ca_file": None if ca is None else str(ca),
        "client_certificates_folder": _certificates(running),
        "reader_clients": [each.as_setting() for each in READERS],
        "clock_offset_s": running.world.clock_offset_s,
        "control_database_url": database.control_url,
        "public": settings.public or running.allows_public,
        "message_codes_file": _path(running.message_codes or settings.message_codes_file),
        "foreign_trust_roots": running.allows_foreign_roots,
    }
    return json.dumps(members).encode()


def _path(file: Path | None) -> str | None:
    # The workers may stand in another folder.
    return None if file is None else str(file.resolve())


def _certificates(running: Running) -> str | None:
    return str(running.tls.clients) if running.tls is not None and running.tls_client_certificates else None


def told_to_controls(settings: Settings, database: MigratedDatabase, running: Running) -> bytes:
    """Return what the controls are told."""
    # They show every credential: ONSHI_PUBLIC alone, which is about the services, does not open them.
    told = {
        **obeyed_settings(settings),
        "public": running.allows_public,
        "control_database_url": database.control_url,
        # They make the databases of sandboxes.
        "database_url": database.admin_url,
        # The journal explains checks from their record.
        "eligibility_database_url": database.urls["eligibility"],
    }
    return json.dumps(told).encode()
