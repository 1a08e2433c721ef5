"""`onshi doctor` as people run it: on this machine, beside a port that is in use, with a folder of a newer version."""

import json
import socket
from pathlib import Path

from tests.flows.program import run


def findings(*options: str) -> dict[str, dict[str, str]]:
    finished = run("doctor", "--json", *options)
    assert finished.stderr == ""
    return {each["subject"]: each for each in json.loads(finished.stdout)}


def test_this_machine_starts_it_and_says_so_in_both_languages() -> None:
    english, japanese = run("doctor", more={"NO_PROXY": "*"}), run("doctor", "--lang", "ja", more={"NO_PROXY": "*"})

    assert (english.returncode, japanese.returncode) == (0, 0)
    assert "a start of PostgreSQL    works" in english.stdout
    assert "一時フォルダーで成功しました" in japanese.stdout


def test_a_port_in_use_and_a_proxy_are_warned_of() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = findings("--port", f"{port}")

    assert found[f"port {port}"]["level"] == "warn"
    assert "--port 0" in found[f"port {port}"]["to_do"]
    # The environment of these tests has proxies, as a company's machine does.
    assert found["proxy"]["level"] == "warn"


def test_a_folder_that_cannot_be_read_stops_and_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text('{"seed": 1, "from_the_future": true}')

    finished = run("doctor", "--data", str(tmp_path), "--json")

    assert finished.returncode == 1
    (folder,) = (each for each in json.loads(finished.stdout) if each["subject"] == "data folder")
    assert folder["level"] == "stop"
    assert [file.name for file in tmp_path.iterdir()] == ["world.json"]
