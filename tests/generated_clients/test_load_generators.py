"""What the scripts for k6 and JMeter sign is what our own signer signs, byte for byte. Costs 5 s of node and groovy."""

import json
import subprocess
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from loadtests.receptions.signing import sign_all
from tests.generated_clients.page import ROOT

K6 = ROOT / "loadtests" / "others" / "k6"
JMETER = ROOT / "loadtests" / "others" / "jmeter" / "checks.jmx"
DER = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
CARD = {
    "card_id": "c",
    "person_id": "p1",
    "institution_code": "2710900008",
    "certificate": b64encode(bytes(range(250)) * 4).decode(),
    "private_key": b64encode(DER).decode(),
}
ISSUED_AT, IAT = "2026-12-01T09:30:00.250+09:00", 1_796_085_000

SIGN_IN_NODE = """
import { presenceProof } from "./presence.mjs";
const { card, asked } = JSON.parse(process.argv[2]);
console.log(await presenceProof(card, asked));
"""
GROOVY = """
class Before { String text; String getResponseDataAsString() { text } }
class Asserted { boolean failure; String failureMessage = "" }
def (script, card, answer, expected) = args
def binding = new Binding([
    vars: new HashMap([card: card, institution: "2710900008"]),
    props: new HashMap(["purpose.2710900008": "CARE_VISIT", expected: [p1: expected]]),
    prev: new Before(text: answer),
    AssertionResult: new Asserted(),
])
new GroovyShell(binding).evaluate(new File(script).getText("UTF-8"))
print binding.vars.proof ?: binding.AssertionResult.failureMessage
"""


@pytest.fixture
def own_proof() -> str:
    """What our signer signs of the same."""
    order = {"id": 0, "card_at": 0, "nonce": "n-1", "institution": "2710900008", "purpose": "CARE_VISIT", "iat": IAT}
    proofs = BytesIO()
    sign_all(BytesIO(json.dumps(order).encode()), proofs, BytesIO(json.dumps(CARD).encode()))
    return str(json.loads(proofs.getvalue())["presence_proof"])


def typed(command: list[str], folder: Path) -> str:
    finished = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def groovy(script: str, answer: dict[str, str], folder: Path, expected: str = "valid") -> str:
    """Run a script of the plan by its name, after an answer."""
    plan = ET.parse(JMETER)  # noqa: S314 - our own file
    (element,) = [each for each in plan.iter() if each.get("testname") == script]
    (text,) = [each.text for each in element if each.get("name") == "script"]
    (folder / "script.groovy").write_text(text or "", encoding="utf-8")
    (folder / "run.groovy").write_text(GROOVY, encoding="utf-8")
    return typed(["groovy", "run.groovy", "script.groovy", json.dumps(CARD), json.dumps(answer), expected], folder)


def test_the_card_signs_in_k6_as_in_our_own_runs(own_proof: str, tmp_path: Path) -> None:
    (tmp_path / "presence.mjs").write_text((K6 / "presence.js").read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "sign.mjs").write_text(SIGN_IN_NODE, encoding="utf-8")
    asked = {"nonce": "n-1", "institution": "2710900008", "purpose": "CARE_VISIT", "iat": IAT}

    assert typed(["node", "sign.mjs", json.dumps({"card": CARD, "asked": asked})], tmp_path) == own_proof


def test_the_script_for_k6_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "checks.mjs").write_text((K6 / "checks.js").read_text(encoding="utf-8"), encoding="utf-8")

    assert typed(["node", "--check", "checks.mjs"], tmp_path) == ""


def test_the_card_signs_in_jmeter_as_in_our_own_runs(own_proof: str, tmp_path: Path) -> None:
    assert groovy("the card signs", {"nonce": "n-1", "issued_at": ISSUED_AT}, tmp_path) == own_proof


def test_no_property_of_the_plan_is_a_line_break() -> None:
    # JMeter takes one as the name of a script's file, or of a column.
    plan = ET.parse(JMETER)  # noqa: S314 - our own file

    assert [each.get("name") for each in plan.iter("stringProp") if (each.text or "x").isspace()] == []


@pytest.mark.parametrize(("validity", "says"), [("valid", ""), ("invalid", "expected validity invalid, got valid")])
def test_jmeter_compares_every_answer(validity: str, says: str, tmp_path: Path) -> None:
    assert groovy("as expected", {"validity": "valid"}, tmp_path, expected=validity) == says
