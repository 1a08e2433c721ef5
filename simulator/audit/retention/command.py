"""`onshi purge`: the rule of ONSHI_RECORD_KEPT_DAYS, applied now. It says how much, never who."""

import asyncio
from dataclasses import replace
from pathlib import Path

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.settings import MissingSetting, Settings
from shared.web.edge import DEFAULT_WORLD
from simulator.audit.retention.records import count_what_ends, purge
from simulator.audit.retention.rule import CannotPurge, Purged, Rule, rule_as_of_now
from simulator.worlds.data_folder import DataFolder
from simulator.worlds.folder_database import NotRunningThere
from simulator.worlds.world_in_folder import world_in_folder

_OF_THE_FOLDER = ("checkpoint_key_file", "clock_offset_s")


def purge_now(settings: Settings, data: Path | None, world: str, *, dry_run: bool, archive: Path | None = None) -> None:
    """Purge a world of the data folder, or the database of ONSHI_DATABASE_URL, or count only; raises CannotPurge."""
    try:
        kept_days = _kept_days(settings)
        url, rule = _given(settings, kept_days, world) if data is None else _in_folder(settings, kept_days, data, world)
        rule = replace(rule, archive=archive)
        found = asyncio.run(count_what_ends(url, rule) if dry_run else purge(url, rule))
    except (MissingSetting, NotRunningThere) as error:
        raise CannotPurge(str(error)) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotPurge(f"the database or the archive cannot be used: {type(error).__name__}") from error
    _say(found, rule.kept_days, "would be removed" if dry_run else "removed")


def _kept_days(settings: Settings) -> int:
    if settings.record_kept_days is None:
        raise MissingSetting("record_kept_days")
    return settings.record_kept_days


def _given(settings: Settings, kept_days: int, world: str) -> tuple[str, Rule]:
    if world != DEFAULT_WORLD:
        raise CannotPurge(f"say --data, the folder of the `onshi up` that serves {world!r}")
    url = settings.secret("database_url")
    return url, rule_as_of_now(kept_days, settings.checkpoint_key_file, settings.clock_offset)


def _in_folder(settings: Settings, kept_days: int, data: Path, world: str) -> tuple[str, Rule]:
    # The key and the clock of `onshi up`, whatever is set here.
    if named := [f"ONSHI_{name.upper()}" for name in _OF_THE_FOLDER if name in settings.model_fields_set]:
        raise CannotPurge(f"with --data they are those of the folder; unset {' and '.join(named)}")
    found = world_in_folder(settings, data, world, ADMINISTRATOR)
    return found.url, rule_as_of_now(kept_days, DataFolder(data).checkpoint_key_file, found.clock_ahead, world)


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
