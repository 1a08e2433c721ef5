"""Data for load tests: made by one command, served by another, and every answer is the one that the files expect."""

import csv
import json
from base64 import b64decode, urlsafe_b64encode
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from onshi.client import Clinic
from onshi.exchange import ToSign
from onshi.signer import VirtualCard
from shared.clock import ShiftedClock
from shared.pki.proof import TYPE
from tests.flows.program import run, simulator_in, world_folder

KINDS = {"hospital", "clinic", "dental_clinic", "pharmacy", "nursing"}
EVERY = 60
"""One in so many of the patients is asked about."""


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def part(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def signed_by_hand(card: dict[str, Any], asked: ToSign) -> str:
    """The proof as a load generator signs it, by the key in the file."""
    key = load_der_private_key(b64decode(card["private_key"]), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    header = {"alg": "RS256", "typ": TYPE, "x5c": [card["certificate"]]}
    claims = {
        "aud": "onshi-eligibility",
        "nonce": asked.nonce,
        "institution": asked.institution,
        "purpose": asked.purpose,
        "consents": list(asked.consents),
        "holder_verification": "pin",
        "iat": int(ShiftedClock().now().timestamp()),
    }
    content = f"{part(json.dumps(header).encode())}.{part(json.dumps(claims).encode())}"
    return f"{content}.{part(key.sign(content.encode(), padding.PKCS1v15(), SHA256()))}"


def test_every_answer_about_the_patients_is_the_expected_one() -> None:
    with world_folder() as folder:
        made = run("load-data", "--patients", "3000", "--institutions", "12", "--workers", "1", "--output", str(folder))
        assert made.returncode == 0, made.stderr
        patients, cards = rows(folder / "patients.csv"), lines(folder / "cards.ndjson")
        clients = {each["institution_code"]: each for each in rows(folder / "clients.csv")}
        expected = {each["person_id"]: each for each in lines(folder / "expected.ndjson")}
        assert (len(patients), len(clients), len(expected)) == (3000, 12, 3000)
        assert {each["kind"] for each in clients.values()} == KINDS
        assert [each["card_id"] for each in cards] == [each["card_id"] for each in patients if each["card_id"]]
        with simulator_in(folder / "world") as simulator:
            url = simulator.base_url
            desk = next(each for each in clients.values() if each["kind"] == "clinic")
            with Clinic(url, desk["client_id"], desk["client_secret"]) as clinic:
                on_assistance = [each for each in patients if each["insurer_number"].startswith("12")]
                assert on_assistance
                for patient in (*patients[::EVERY], *on_assistance):
                    numbers = {name: patient[name] or None for name in ("symbol", "number", "branch")}
                    insured = {**numbers, **{name: patient[name] for name in ("insurer_number", "birthdate")}}
                    answer = clinic.check(insured=insured, purpose="CARE_VISIT")
                    assert answer.validity == expected[patient["person_id"]]["by_identifiers"]["validity"]
                with_former = [each for each in patients if each["former_number"]]
                answered = set()
                for patient in with_former[:60]:
                    names = ("insurer_number", "symbol", "number", "branch")
                    insured = {name: patient[f"former_{name}"] or None for name in names}
                    answer = clinic.check(insured=insured | {"birthdate": patient["birthdate"]}, purpose="CARE_VISIT")
                    answered.add(answer.validity)
                    assert answer.validity == expected[patient["person_id"]]["by_former_identifiers"]["validity"]
                assert "superseded" in answered
                assert len(with_former) == sum(each["by_former_identifiers"] is not None for each in expected.values())
            for card in cards[::EVERY]:
                at = clients[card["institution_code"]]
                purpose = "CARE_NURSING" if at["kind"] == "nursing" else "CARE_VISIT"
                with Clinic(url, at["client_id"], at["client_secret"]) as clinic:
                    by_file = clinic.check_card(partial(signed_by_hand, card), purpose=purpose)
                    assert by_file.validity == expected[card["person_id"]]["by_card"]["validity"]
            output = folder / "exported.ndjson"
            exported = run("card", "export", "--count", "20", "--output", str(output), "--data", str(folder / "world"))
            assert exported.returncode == 0, exported.stderr
            same = [{**each, "institution_code": ""} for each in cards[:20]]
            assert [{**each, "institution_code": ""} for each in lines(output)] == same
            with (
                VirtualCard(url, card["card_id"], card["pin"]) as kept,
                Clinic(url, at["client_id"], at["client_secret"]) as clinic,
            ):
                assert clinic.check_card(kept, purpose=purpose).validity == by_file.validity


def test_a_folder_that_keeps_a_world_is_left_alone(stopped_world: Path) -> None:
    with world_folder() as folder:
        refused = run("load-data", "--patients", "10", "--output", str(folder), "--data", str(stopped_world))

        assert refused.returncode == 1
        assert "keeps a world already" in refused.stderr
