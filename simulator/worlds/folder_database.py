"""The database of a running `onshi up`, found through its data folder by a command beside it."""

from pathlib import Path
from urllib.parse import quote

from shared.causes import system_cause
from shared.db.embedded import ADMINISTRATOR, PORT
from shared.db.roles import runtime_role
from shared.db.urls import database_in, with_credentials
from shared.settings import SERVICES, Settings
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.folder_files import UnusableFolder

DATABASE = "onshi_default"
"""The name of the database of the world `default` in a folder."""
CONTROL_DATABASE = "onshi_sim"
"""The name of the control database in a folder's own server."""
_SOCKET_FOLDER_LINE = 4  # of postmaster.pid, counted from 0


class NotRunningThere(Exception):
    """The folder is none of ours, or nothing runs in it; the message says what to do."""


def control_database_beside(url: str) -> str:
    """Return the name of the control database that belongs to the given database which ``url`` names."""
    return f"{database_in(url)}_sim"


def url_in_folder(settings: Settings, data: Path, role: str) -> str:
    """Return the URL for ``role``, the administrator or a service's; raises NotRunningThere."""
    folder = DataFolder(data)
    try:
        if not folder.secrets_file.exists():
            raise NotRunningThere(f"{data} is no data folder of `onshi up`")
        kept = folder.secrets()
    except (UnusableFolder, OSError) as error:
        reason = str(error) if isinstance(error, UnusableFolder) else system_cause(error)
        raise NotRunningThere(f"{data} cannot be used: {reason}") from error
    passwords = {runtime_role(service): kept.role_passwords[service] for service in SERVICES}
    passwords[ADMINISTRATOR] = kept.admin_password
    if settings.database_url is not None:
        given = settings.database_url.get_secret_value()
        # A database that was given has an administrator of its own.
        return given if role == ADMINISTRATOR else with_credentials(given, role, passwords[role])
    try:
        socket_folder = (data / "postgres" / "postmaster.pid").read_text().splitlines()[_SOCKET_FOLDER_LINE]
    except PermissionError as error:
        raise NotRunningThere(f"{data} cannot be used: {system_cause(error)}") from error
    except (OSError, IndexError) as error:
        raise NotRunningThere(f"no PostgreSQL runs in {data}: start `onshi up --data {data}` first") from error
    place = quote(socket_folder, safe="")
    return f"postgresql://{role}:{quote(passwords[role], safe='')}@/{DATABASE}?host={place}&port={PORT}"
