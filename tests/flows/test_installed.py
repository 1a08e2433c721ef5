"""The wheel, installed beside a vendor's own packages of the same names."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the built wheel in it, and nothing of this checkout."""
    folder = tmp_path_factory.mktemp("installed")
    source, target = folder / "source", folder / "target"
    # Built from a copy of what it is made of: a build must not touch the checkout.
    source.mkdir()
    for package in ("services", "shared", "onshi", "migrations"):
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, source / file)
    _run([sys.executable, "-P", "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(source)])
    (wheel,) = folder.glob("*.whl")
    _run([sys.executable, "-P", "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)])
    yield target
    shutil.rmtree(folder)


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor's repository with packages that break whoever imports them by mistake."""
    for package in ("shared", "services", "migrations"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise RuntimeError('the vendor`s own package')\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--help"], "credentials"), (["settings"], "ONSHI_NONCE_KEY"), (["up", "--help"], "--data")],
)
def test_the_console_script_runs_beside_a_vendors_packages(
    installed: Path, vendor: Path, arguments: list[str], said: str
) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(vendor), str(installed)])}  # noqa: TID251
    told = subprocess.run(
        [sys.executable, str(installed / "bin" / "onshi"), *arguments],
        cwd=vendor,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert said in told.stdout


def test_the_client_is_imported_beside_a_vendors_packages(installed: Path, vendor: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(vendor), str(installed)])}  # noqa: TID251
    code = "import onshi.client, onshi.signer; print(onshi.client.__file__)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=vendor, env=environment, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(str(installed))


def test_the_migrations_are_in_the_wheel(installed: Path) -> None:
    for service in ("registry", "consent", "eligibility", "jpki"):
        assert list((installed / "migrations" / service).glob("2*.py"))


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
