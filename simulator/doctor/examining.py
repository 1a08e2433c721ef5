"""Judging what was read of a machine. Pure: a function for each thing, in the order in which they are told."""

from collections.abc import Callable, Iterator

from simulator.doctor.finding import Finding, Level, fine
from simulator.doctor.machine import PROGRAMS, Machine

_LEAST_PYTHON = (3, 11)
_LEAST_MEMORY_MB, _GOOD_MEMORY_MB = 300, 1_000
_LEAST_FREE_MB, _GOOD_FREE_MB = 200, 1_000
_GOOD_OPEN_FILES = 1_024
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_NOT_BY_PROXY = ("127.0.0.1", "localhost")
_FOR = {
    "make": ("`make demo` in a clone", "クローンでの `make demo`"),
    "gcc": ("a package that has no wheel for this Python", "この Python 用のホイールがないパッケージ"),
    "curl": ("the examples of the documentation", "ドキュメントの例"),
    "chromium": ("`make test-browser`, `make screenshots`", "`make test-browser`、`make screenshots`"),
    "etcd": ("`make cluster`, `make cells`", "`make cluster`、`make cells`"),
    "npm": ("`make test-clients`", "`make test-clients`"),
}


def examine(machine: Machine) -> Iterator[Finding]:
    """Yield what is to be said of a machine."""
    for look in _LOOKS:
        yield look(machine)


def _python(machine: Machine) -> Finding:
    version = ".".join(map(str, machine.python))
    if machine.python < _LEAST_PYTHON:
        return Finding(
            "Python", Level.STOP, f"version {version}", f"バージョン {version}",
            "install Python 3.11 or newer, and make the environment anew with it",
            "Python 3.11 以上をインストールし、仮想環境を作り直してください",
        )  # fmt: skip
    return fine("Python", f"version {version}", f"バージョン {version}")


def _system(machine: Machine) -> Finding:
    if machine.system == "linux":
        return fine("system", "Linux", "Linux")
    return Finding(
        "system", Level.WARN, f"{machine.system}: tests run on Linux only", f"{machine.system}：テストは Linux のみ",
        "on Windows take WSL2 or Docker (onshi guide windows-and-ci)",
        "Windows では WSL2 または Docker を使用してください（onshi guide windows-and-ci）",
    )  # fmt: skip


def _postgres(machine: Machine) -> Finding:
    if machine.has_postgres:
        return fine("PostgreSQL", "its programs came along", "同梱のプログラムがあります")
    if machine.environment.get("ONSHI_DATABASE_URL"):
        return fine("PostgreSQL", "that of ONSHI_DATABASE_URL", "ONSHI_DATABASE_URL のもの")
    return Finding(
        "PostgreSQL", Level.STOP, "its programs did not come along", "プログラムが同梱されていません",
        "install onshi on Linux (x86_64 or arm64), or set ONSHI_DATABASE_URL to a PostgreSQL of your own",
        "Linux（x86_64 または arm64）にインストールするか、ONSHI_DATABASE_URL に手元の PostgreSQL を指定してください",
    )  # fmt: skip


def _user(machine: Machine) -> Finding:
    if machine.user_name is None:
        return Finding(
            "user", Level.STOP, "has no name on this machine, and PostgreSQL asks for one", "ユーザー名がありません",
            "make an entry in /etc/passwd (in a container: run as a user who has one)",
            "/etc/passwd に登録してください（コンテナでは、登録済みのユーザーで実行）",
        )  # fmt: skip
    if machine.is_root:
        return fine("user", "root: PostgreSQL runs as nobody", "root：PostgreSQL は nobody として動きます")
    return fine("user", "an ordinary one", "一般ユーザー")


def _memory(machine: Machine) -> Finding:
    if machine.memory_mb is None:
        return fine("memory", "not told by this system", "このシステムでは不明")
    found = f"{machine.memory_mb:,} MB can be had", f"空き {machine.memory_mb:,} MB"
    if machine.memory_mb >= _GOOD_MEMORY_MB:
        return fine("memory", *found)
    return Finding(
        "memory", Level.STOP if machine.memory_mb < _LEAST_MEMORY_MB else Level.WARN, *found,
        "stop something else, or give this machine or container 1 GB",
        "ほかのプログラムを終了するか、マシン・コンテナに 1 GB 割り当ててください",
    )  # fmt: skip


def _cores(machine: Machine) -> Finding:
    if machine.cores > 1:
        return fine("cores", f"{machine.cores}", f"{machine.cores}")
    return Finding(
        "cores", Level.WARN, "one: everything takes twice as long", "1つ：すべてに約2倍の時間がかかります",
        "give this machine or container two where figures matter",
        "測定する場合は2つ割り当ててください",
    )  # fmt: skip


def _temporary_folder(machine: Machine) -> Finding:
    folder = machine.temporary_folder
    if not machine.is_temporary_writable:
        return Finding(
            "temporary folder", Level.STOP, f"{folder}: this user may not write there", f"{folder}：書き込めません",
            "set TMPDIR to a folder that may be written", "TMPDIR に書き込み可能なフォルダーを指定してください",
        )  # fmt: skip
    if not machine.runs_programs_there and machine.is_root:
        return Finding(
            "temporary folder", Level.WARN, f"{folder}: programs may not be run there (noexec)",
            f"{folder}：プログラムを実行できません（noexec）",
            "set TMPDIR to a folder without noexec, should PostgreSQL not start",
            "PostgreSQL が起動しない場合は、noexec でないフォルダーを TMPDIR に指定してください",
        )  # fmt: skip
    return fine("temporary folder", f"{folder}", f"{folder}")


def _disk(machine: Machine) -> Finding:
    found = f"{machine.free_mb:,} MB free", f"空き {machine.free_mb:,} MB"
    if machine.free_mb >= _GOOD_FREE_MB:
        return fine("disk", *found)
    return Finding(
        "disk", Level.STOP if machine.free_mb < _LEAST_FREE_MB else Level.WARN, *found,
        "free some space, or set TMPDIR to a folder on another disk",
        "空き容量を増やすか、別のディスクのフォルダーを TMPDIR に指定してください",
    )  # fmt: skip


def _open_files(machine: Machine) -> Finding:
    found = f"{machine.open_files:,} at once", f"同時に {machine.open_files:,}"
    if machine.open_files >= _GOOD_OPEN_FILES or machine.open_files < 0:
        return fine("open files", *found)
    return Finding(
        "open files", Level.WARN, *found, "raise the limit (ulimit -n) for many connections",
        "多数の接続には上限（ulimit -n）を引き上げてください",
    )  # fmt: skip


def _proxy(machine: Machine) -> Finding:
    variables = {name.upper(): value for name, value in machine.environment.items() if value}
    named = [name for name in _PROXIES if name in variables]
    spared = variables.get("NO_PROXY", "")
    if not named or spared == "*" or any(name in spared.split(",") for name in _NOT_BY_PROXY):
        return fine("proxy", "none stands between this machine and itself", "このマシン自身との間にはありません")
    return Finding(
        "proxy", Level.WARN, f"{', '.join(named)} may catch what goes to 127.0.0.1",
        f"{', '.join(named)} が 127.0.0.1 への通信にも使われる可能性があります",
        "set NO_PROXY=127.0.0.1,localhost for your own programs (curl: --noproxy '*'); onshi's own ask no proxy",
        "手元のプログラムには NO_PROXY=127.0.0.1,localhost を設定してください（curl は --noproxy '*'）",
    )  # fmt: skip


def _terminal(machine: Machine) -> Finding:
    encoding = machine.encoding.lower().replace("-", "")
    if encoding == "utf8":
        return fine("terminal", "UTF-8", "UTF-8")
    return Finding(
        "terminal", Level.WARN, f"writes {machine.encoding or 'an unknown encoding'}: Japanese may not be shown",
        f"文字コードが {machine.encoding or '不明'} のため、日本語を表示できない可能性があります",
        "set LANG=C.UTF-8 or PYTHONUTF8=1", "LANG=C.UTF-8 または PYTHONUTF8=1 を設定してください",
    )  # fmt: skip


def _programs(machine: Machine) -> Finding:
    missing = [name for name in PROGRAMS if name not in machine.programs]
    if not missing:
        return fine("programs", "all that tests and examples use", "テストと例で使うものがすべてあります")
    needs = [f"{name} ({_FOR[name][0]})" for name in missing]
    needs_ja = [f"{name}（{_FOR[name][1]}）" for name in missing]
    return Finding(
        "programs", Level.OK, f"not here, and only needed for this: {', '.join(needs)}",
        f"次のものはありません。用途は括弧内のみです：{'、'.join(needs_ja)}",
    )  # fmt: skip


_LOOKS: tuple[Callable[[Machine], Finding], ...] = (
    _python,
    _system,
    _postgres,
    _user,
    _memory,
    _cores,
    _temporary_folder,
    _disk,
    _open_files,
    _proxy,
    _terminal,
    _programs,
)
