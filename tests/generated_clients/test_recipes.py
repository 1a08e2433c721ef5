"""The listings of docs/recipes.md: those in Java and C# are compiled, and their tests pass under `onshi exec`."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from onshi.__main__ import program_command
from tests.flows.program import environment
from tests.generated_clients.page import ROOT

JARS = "/usr/share/java"
JUNIT = (
    "junit-jupiter-api",
    "junit-jupiter-engine",
    "junit-platform-commons",
    "junit-platform-engine",
    "junit-platform-launcher",
    "junit-platform-reporting",
    "junit-platform-console",
    "apiguardian-api",
    "opentest4j",
    "opentest4j-reporting-events",
    "opentest4j-reporting-schema",
    "picocli",
    "univocity-parsers",
)
CLASS_PATH = ":".join([".", *(f"{JARS}/{name}.jar" for name in JUNIT)])
XUNIT = """
namespace Xunit
{
    public class FactAttribute : System.Attribute {}

    public static class Assert
    {
        public static void Equal(string expected, string actual)
        {
            if (expected != actual) throw new System.Exception(expected + " and not " + actual);
        }
    }
}

public static class Runner
{
    public static void Main()
    {
        new InsuredTest().TheLimitIsShownWithConsent().Wait();
        System.Console.WriteLine("1 tests successful");
    }
}
"""
"""xUnit is in no package of Debian's: this stands for what the listing uses of it."""
NEWTONSOFT = "/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll"
RECIPES = {
    "python": ("test_insured.py", "true", f"{sys.executable} -m pytest -q -p no:cacheprovider test_insured.py"),
    "java": (
        "InsuredTest.java",
        f"javac -encoding UTF-8 -Xlint:all,-path -Werror -cp {CLASS_PATH} InsuredTest.java",
        f"java -cp {CLASS_PATH} org.junit.platform.console.ConsoleLauncher --disable-banner --select-class InsuredTest",
    ),
    "csharp": (
        "InsuredTest.cs",
        f"cp {NEWTONSOFT} . && mcs -nologo -out:Insured.exe -r:Newtonsoft.Json.dll -r:System.Net.Http *.cs",
        "mono Insured.exe",
    ),
}


@pytest.mark.parametrize("language", RECIPES)
def test_the_listing_passes_under_exec(language: str, tmp_path: Path) -> None:
    file, compiling, running = RECIPES[language]
    (listing,) = re.findall(
        rf"^```{language}\n(.*?)^```$", (ROOT / "docs/recipes.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    (tmp_path / file).write_text(listing, encoding="utf-8")
    (tmp_path / "Xunit.cs").write_text(XUNIT, encoding="utf-8")

    made = run(["/bin/sh", "-c", compiling], tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    ran = run(program_command("exec", "--date", "2026-11-20", "--", "/bin/sh", "-c", running), tmp_path)

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"\b1 (tests successful|passed)\b", ran.stdout)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False
    )
