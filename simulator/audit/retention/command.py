"""`onshi purge`: the rule of ONSHI_RECORD_KEPT_DAYS, applied now. It says how much, never who."""

import asyncio
from datetime import timedelta
from pathlib import Path

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.settings import MissingSetting, Settings
from simulator.audit.retention.records import count_what_ends, purge
from simulator.audit.retention.rule import CannotPurge, Purged, Rule, rule_as_of_now
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.folder_database import NotRunningThere, url_in_folder
from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.world_record import kept_world

_OF_THE_FOLDER = ("checkpoint_key_file", "clock_offset_s")


def purge_now(settings: Settings, data: Path | None, *, dry_run: bool) -> None:
    """Purge the database of the data folder, or of ONSHI_DATABASE_URL, or count only; raises CannotPurge."""
    try:
        url = settings.secret("database_url") if data is None else url_in_folder(settings, data, ADMINISTRATOR)
        rule = _rule(settings, data)
        found = asyncio.run(count_what_ends(url, rule) if dry_run else purge(url, rule))
    except (MissingSetting, NotRunningThere, UnusableFolder) as error:
        raise CannotPurge(str(error)) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotPurge(f"the database cannot be used: {type(error).__name__}") from error
    _say(found, rule.kept_days, "would be removed" if dry_run else "removed")


def _rule(settings: Settings, data: Path | None) -> Rule:
    if settings.record_kept_days is None:
        raise MissingSetting("record_kept_days")
    if data is None:
        return rule_as_of_now(settings.record_kept_days, settings.checkpoint_key_file, settings.clock_offset)
    # The key and the clock of `onshi up`, whatever is set here.
    if named := [f"ONSHI_{name.upper()}" for name in _OF_THE_FOLDER if name in settings.model_fields_set]:
        raise CannotPurge(f"with --data they are those of the folder; unset {' and '.join(named)}")
    clock_offset = timedelta(seconds=kept_world(data / "world.json").clock_offset_s)
    return rule_as_of_now(settings.record_kept_days, DataFolder(data).checkpoint_key_file, clock_offset)


def _say(found: Purged, kept_days: int, done: str) -> None:
    where = f" in {found.seals} seals" if found.is_sealed else ""
    lines = [f"{found.records} records{where} {done}: they are kept for {kept_days} days."]
    if not found.is_sealed:
        lines.append("This record is not sealed: no mark shows that it was the rule.")
    if found.changed:
        lines.append(f"{found.changed} records were not as sealed any more; the marks say so, and the audit finds it.")
    if found.consents_ended:
        lines.append(f"{found.consents_ended} standing consents ended with the checks that they were signed in.")
    if found.consent_versions:
        lines.append(f"{found.consent_versions} versions of consents removed that ended as long ago.")
    if found.questions:
        lines.append(f"{found.questions} questions to the registry about who somebody is removed.")
    if found.own_readings:
        lines.append(f"{found.own_readings} readings of patients' own data removed.")
    print("\n".join(lines))  # noqa: T201 - a program speaks to its user
