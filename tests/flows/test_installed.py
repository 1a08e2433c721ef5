"""The wheel, installed beside a vendor's own packages of the same names."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def vendor(tmp_path: Path) -> Path:
    """A vendor's repository with packages that break whoever imports them by mistake."""
    for package in ("shared", "services", "simulator", "migrations"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("raise RuntimeError('the vendor`s own package')\n")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--help"], "credentials"),
        (["settings"], "ONSHI_NONCE_KEY"),
        (["up", "--help"], "--data"),
        (["load", "--help"], "--scale"),
        (["guide", "refusals/nonce-used"], "# nonce-used (409)"),
        (["guide", "first-check", "--lang", "ja"], "# 最初の照会"),
        (["--version"], "onshi 0.1.0"),
    ],
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


def test_the_wheel_brings_one_name(installed: Path) -> None:
    told = {path.name for path in installed.iterdir() if path.is_dir() and path.suffix != ".dist-info"}
    assert told == {"onshi", "bin"}


def test_a_vendors_package_that_python_finds_late_is_still_the_vendors(installed: Path, vendor: Path) -> None:
    code = f"import sys; sys.path.append({str(vendor)!r}); import shared"
    environment = {**os.environ, "PYTHONPATH": str(installed)}  # noqa: TID251
    told = subprocess.run(
        # Without site: where this runs, the checkout itself is installed.
        [sys.executable, "-S", "-P", "-c", code],
        cwd="/",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "the vendor`s own package" in told.stderr


def test_the_wheel_is_of_the_version_that_the_program_tells(installed: Path) -> None:
    assert [path.name for path in installed.glob("*.dist-info")] == ["onshi-0.1.0.dist-info"]


def test_the_migrations_are_in_the_wheel(installed: Path) -> None:
    for service in ("registry", "consent", "eligibility", "jpki"):
        assert list((installed / "onshi" / "_program" / "migrations" / service).glob("2*.py"))


def test_what_is_no_python_is_in_the_wheel_too(installed: Path) -> None:
    assets = installed / "onshi" / "_program" / "shared" / "web" / "assets"

    assert (assets / "swagger-ui-bundle.js").stat().st_size > 1_000_000
    assert (assets / "redoc.standalone.js").stat().st_size > 1_000_000
    assert (assets / "swagger-ui.LICENSE").exists()
    assert (installed / "onshi" / "py.typed").exists()


def test_the_wheel_brings_the_pages_and_pictures_of_the_guide(installed: Path) -> None:
    kept = Path(__file__).resolve().parents[2]
    files = [file.relative_to(kept) for file in (kept / "docs").rglob("*") if file.suffix in (".md", ".svg", ".png")]
    brought = installed / "onshi" / "_program"

    assert len(files) > 200
    assert [file for file in files if not (brought / file).is_file()] == []
    assert not (brought / "docs" / "openapi").exists()


def test_the_wheel_brings_the_templates_and_files_of_pages(installed: Path) -> None:
    kept = Path(__file__).resolve().parents[2]
    folders = ["shared/web/assets", "shared/web/templates", "shared/web/pages", "simulator/pages", "simulator/guide"]
    files = [
        file.relative_to(kept)
        for folder in folders
        for file in (kept / folder).rglob("*")
        if file.is_file() and file.suffix not in (".py", ".pyc")
    ]

    assert len(files) > 15
    assert [file for file in files if not (installed / "onshi" / "_program" / file).is_file()] == []
