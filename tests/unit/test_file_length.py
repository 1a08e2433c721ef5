"""No file of the code is longer than a reader takes in at once."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("services", "shared", "onshi", "simulator", "loadtests")
MOST_LINES = 250
CATALOGUES = {"shared/errors.py", "shared/domain/purposes.py"}
"""Lists of one kind of entry, which are looked up and not read through."""


def test_no_file_is_longer_than_250_lines_but_the_two_catalogues() -> None:
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert len(lengths) > 400
    assert {name for name, length in lengths.items() if length > MOST_LINES} - CATALOGUES == set()
