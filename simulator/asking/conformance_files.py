"""The report on conformance as files: JUnit XML for a build server, and a page that needs nothing else."""

from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ElementTree, SubElement

from simulator.asking.conformance import Report

_STYLE = (
    "body{font-family:system-ui,sans-serif;margin:2rem;line-height:1.5}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.4rem;text-align:left;"
    "vertical-align:top}td.broken{background:#fde0dc}td.kept{background:#e0f2e1}code{word-break:break-all}"
)
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
    told = report.document
    title = f"適合性 / Conformance: {escape(told['client_id'])}"
    summary = (
        f"{told['requests']} requests; {told['kept']} kept, {told['broken']} broken, "
        f"{told['not_exercised']} not exercised; {told['shed']} requests not counted"
    )
    heads = "".join(
        f'<th scope="col">{word}</th>' for word in ("規則 / rule", "判定 / verdict", "根拠 / source", "requests")
    )
    rows = "".join(map(_row, report.rules))
    path.write_text(
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"</head><body><main><h1>{title}</h1><p>{summary}</p><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        "</main></body></html>\n",
        encoding="utf-8",
    )


def _why(rule: dict[str, Any]) -> str:
    lines = [f"broken by: {rule['broken_by']}", rule["reason"], rule["reason_ja"], f"source: {rule['source']}"]
    return "\n".join([*lines, *(f"request: {each}" for each in rule["examples"])])


def _row(rule: dict[str, Any]) -> str:
    examples = "<br>".join(f"<code>{escape(each)}</code>" for each in rule["examples"])
    words = [escape(rule[name]) for name in ("id", "title_ja", "title", "reason_ja", "reason")]
    return (
        f'<tr><th scope="row"><code>{words[0]}</code><br>{words[1]}<br>{words[2]}<br><small>{words[3]}<br>{words[4]}'
        f'</small></th><td class="{rule["verdict"]}">{_WORDS[rule["verdict"]]}</td><td>{escape(rule["source"])}</td>'
        f"<td>{examples}</td></tr>"
    )
