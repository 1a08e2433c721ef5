"""Every setting works however the program is started, or is refused with a sentence. New ones cannot be forgotten."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr

from shared.settings import PROGRAMS, ReaderClient, Settings
from simulator.running.obeyed_settings import MADE_BY_UP, READ_BY_UP, obeyed_settings, refuse_what_up_makes
from simulator.start_failed import StartFailed

ROOT = Path(__file__).resolve().parents[4]
ALL = frozenset(Settings.model_fields)
OTHER: dict[str, Any] = {
    "check_digits": "strict",
    "heartbeat_s": 2.0,
    "jpki_ca_file": Path(__file__),
    "log_level": "DEBUG",
    "message_codes_file": Path(__file__),
    "reader_clients": (
        ReaderClient(client_id="a", client_secret=SecretStr("b"), institution_code="c", institution_name="d"),
    ),
    "published_age_limit_s": 30.0,
    "record_kept_days": 4000,
    "services_ca_file": Path(__file__),
}
"""Values that a text or the next higher number would not do for."""


def another(name: str) -> Any:
    """A value of the setting that is not its default."""
    default = Settings.model_fields[name].default
    if name in OTHER:
        return OTHER[name]
    return default + 1 if isinstance(default, (int, float)) else f"another-{name}"


def read_in(*folders: str) -> set[str]:
    """The settings that the code in these folders or files reads."""
    files = [
        file
        for folder in folders
        for file in ([ROOT / folder] if folder.endswith(".py") else (ROOT / folder).rglob("*.py"))
    ]
    text = "".join(file.read_text() for file in files)
    found = {*re.findall(r"\bsettings\.(\w+)", text), *re.findall(r"\bsecret\(\"(\w+)\"\)", text)}
    return (found | ({"clock_offset_s"} if "clock_offset" in found else set())) & ALL


READ_BY_EVERY_SERVICE = {
    *read_in(
        "shared/worlds/world.py", "shared/worlds/process.py", "simulator/serving", "simulator/running/applications.py"
    ),
    "log_level",
}
READ_BY = {
    service: {*read_in(f"services/{service}"), *READ_BY_EVERY_SERVICE, f"{service}_database_url"} & ALL
    for service in PROGRAMS
}
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]


def given_to(container: str) -> set[str]:
    """The settings that a container is given, as variables or by its command."""
    described = COMPOSE[container]
    given = {name.removeprefix("ONSHI_").lower() for name in described.get("environment", ())}
    return given | ({"public"} if "--allow-public" in described.get("command", ()) else set())


@pytest.mark.parametrize("name", sorted(ALL))
def test_a_setting_reaches_the_workers_of_up_or_up_itself_or_is_refused(name: str) -> None:
    settings = Settings.model_validate({name: another(name)})

    if name in MADE_BY_UP:
        with pytest.raises(StartFailed, match=rf"unset them: ONSHI_{name.upper()} \("):
            refuse_what_up_makes(settings)
        assert name not in obeyed_settings(settings)
    elif name in READ_BY_UP:
        refuse_what_up_makes(settings)
        assert name in read_in("simulator/running/supervisor.py")
    else:
        refuse_what_up_makes(settings)
        told = Settings(**json.loads(json.dumps(obeyed_settings(settings))))
        assert getattr(told, name) == getattr(settings, name) != Settings.model_fields[name].default


def test_what_up_makes_is_refused_all_at_once_and_never_quoted() -> None:
    with pytest.raises(StartFailed) as raised:
        refuse_what_up_makes(Settings(nonce_key=SecretStr("a-secret"), jpki_url="http://there", world="w"))

    assert "a-secret" not in str(raised.value)
    assert re.findall(r"ONSHI_\w+", str(raised.value)) == ["ONSHI_WORLD", "ONSHI_NONCE_KEY", "ONSHI_JPKI_URL"]


def test_every_setting_is_read_by_somebody() -> None:
    by_services = set().union(*READ_BY.values())

    by_others = read_in("simulator/running/worlds_of_worker.py", "simulator/running/worker.py", "simulator/cells")
    assert by_services | READ_BY_UP | by_others == ALL


@pytest.mark.parametrize("service", PROGRAMS)
def test_compose_hands_every_setting_of_a_service_to_its_container(service: str) -> None:
    assert given_to(service) == READ_BY[service]


@pytest.mark.parametrize(
    ("container", "command"),
    [
        ("migrate", {"simulator/worlds/migration.py"}),
        ("seed", {"simulator/worlds/seeding/command.py"}),
        ("controls", {"simulator/running/alone.py"}),
    ],
)
def test_compose_hands_the_settings_of_a_command_to_its_container(container: str, command: set[str]) -> None:
    given = given_to(container)
    read = {name for name in read_in(*command) if not name.endswith("database_url")}

    assert read <= given
