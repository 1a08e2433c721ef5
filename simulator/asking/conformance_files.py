"""The report on conformance as files: JUnit XML for a build server, and a page that needs nothing else."""

from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulator.asking.conformance import Report
from simulator.pages.report import REPORT_TEMPLATES

_WORDS = {"kept": "遵守 / kept", "broken": "違反 / broken", "not_exercised": "未確認 / not exercised"}


def write_junit(report: Report, path: Path) -> None:
    """Write one case for each rule: a failure where it is not as it must be; raises OSError."""
    rules = report.rules
    skipped = [rule for rule in rules if rule["verdict"] == "not_exercised" and not report.fails(rule)]
    suite = Element(
        "testsuite",
        name=f"onshi conformance of {report.document['client_id']}",
        tests=str(len(rules)),
        failures=str(len(report.failures)),
        errors="0",
        skipped=str(len(skipped)),
    )
    for rule in rules:
        case = SubElement(suite, "testcase", classname="onshi.conformance", name=rule["id"])
        if report.fails(rule):
            SubElement(case, "failure", message=f"{rule['title']}: {rule['verdict']}").text = _why(rule)
        elif rule in skipped:
            SubElement(case, "skipped", message="not exercised")
    suites = Element("testsuites")
    suites.append(suite)
    ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def write_html(report: Report, path: Path) -> None:
    """Write a page; raises OSError."""
    environment = Environment(loader=FileSystemLoader(REPORT_TEMPLATES), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("conformance.html").render(told=report.document, words=_WORDS)
    path.write_text(page, encoding="utf-8")


def _why(rule: dict[str, Any]) -> str:
    lines = [f"broken by: {rule['broken_by']}", rule["reason"], rule["reason_ja"], f"source: {rule['source']}"]
    return "\n".join([*lines, *(f"request: {each}" for each in rule["examples"])])
