"""What only trying tells: whether ports can be had, whether PostgreSQL starts here, what a folder says of itself."""

import asyncio
from pathlib import Path

from onshi.temporary_folder import TemporaryFolder
from shared.causes import system_cause
from shared.db.embedded.failure import EmbeddedPostgresFailed
from shared.db.embedded.server import EmbeddedPostgres
from simulator.doctor.finding import Finding, Level, fine
from simulator.running.listeners import LOOPBACK, CannotListen, listen
from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.world_record import kept_world

_PASSWORD = "doctor"  # noqa: S105 - of a server that lives for a second, behind a socket


def try_port(name: str, port: int) -> Finding:
    """Listen on a port of this machine for a moment."""
    subject = f"port {port}"
    try:
        listen(LOOPBACK, port).close()
    except CannotListen as error:
        return Finding(
            subject, Level.WARN, f"{error}", "使用できません（ほかのプログラム、または別の onshi が使用中の可能性）",
            f"stop what uses it, or say another one: onshi up --{name} 0 takes any that is free",
            f"使用中のプログラムを終了するか、別のポートを指定してください（onshi up --{name} 0 は空きポート）",
        )  # fmt: skip
    return fine(subject, "free", "空いています")


def try_postgres() -> Finding:
    """Start a PostgreSQL of our own in a temporary folder, and stop it."""
    subject = "a start of PostgreSQL"
    try:
        with TemporaryFolder("doctor") as folder:
            asyncio.run(_started(folder.path))
    except (EmbeddedPostgresFailed, OSError) as error:
        said = str(error) if isinstance(error, EmbeddedPostgresFailed) else system_cause(error)
        return Finding(
            subject, Level.STOP, f"failed: {said}", f"失敗しました：{said}",
            "the cause stands behind the colon", "原因はコロンの後に表示されます",
        )  # fmt: skip
    return fine(subject, "works in the temporary folder", "一時フォルダーで成功しました")


def look_at_folder(path: Path) -> Finding:
    """Read what a data folder says of itself, and change nothing in it."""
    subject = "data folder"
    file = path / "world.json"
    if not file.exists():
        return fine(subject, f"{path}: holds no world yet", f"{path}：まだ環境はありません")
    try:
        world = kept_world(file)
    except UnusableFolder as error:
        return Finding(
            subject, Level.STOP, f"{path}: {error}", f"{path}：読み取れません（破損、または新しいバージョンのもの）",
            "take the version that made it, or put a backup back (onshi guide backup)",
            "作成したバージョンを使うか、バックアップから復元してください（onshi guide backup）",
        )  # fmt: skip
    told = f"seed {world.seed}, {world.reference_date.isoformat()}"
    return fine(subject, f"{path}: a world of {told}", f"{path}：{told} の環境")


async def _started(folder: Path) -> None:
    server = EmbeddedPostgres(folder, _PASSWORD, durable=False, max_connections=10)
    try:
        await server.start()
    finally:
        await server.stop()
