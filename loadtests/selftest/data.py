"""Data as `onshi load-data` writes them, of nobody: enough for a generator to do all that it does in a run."""

import csv
import json
from base64 import b64encode
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from simulator.population.load_files import CLIENT_COLUMNS, PATIENT_COLUMNS

_PEOPLE, _INSTITUTIONS, _KEYS = 2000, 40, 8
_CERTIFICATE_BYTES = 1100
"""About as long as a card's."""


def write_data(folder: Path, day: date) -> None:
    """Write the four files; everybody has a card and is covered on ``day``."""
    codes = [f"27199{number:05}" for number in range(_INSTITUTIONS)]
    with (folder / "clients.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(CLIENT_COLUMNS)
        written.writerows((f"clinic-{code}", "stand-in", "institution", code, "clinic") for code in codes)
    keys = [_key() for _ in range(_KEYS)]
    certificate = b64encode(bytes(_CERTIFICATE_BYTES)).decode()
    valid = {"validity": "valid"}
    with (
        (folder / "patients.csv").open("w", encoding="utf-8", newline="") as patients,
        (folder / "cards.ndjson").open("w", encoding="utf-8") as cards,
        (folder / "expected.ndjson").open("w", encoding="utf-8") as expected,
    ):
        rows = csv.writer(patients)
        rows.writerow(PATIENT_COLUMNS)
        for number in range(_PEOPLE):
            person, card = f"p{number}", f"c{number}"
            rows.writerow((person, "", "", "male", "1980-04-01", "06139018", "1", str(number), "00", card, "1234"))
            shown = {"person_id": person, "as_of": str(day), "by_card": valid, "by_identifiers": valid}
            expected.write(json.dumps(shown) + "\n")
            place = {"card_id": card, "person_id": person, "institution_code": codes[number % _INSTITUTIONS]}
            cards.write(json.dumps({**place, "certificate": certificate, "private_key": keys[number % _KEYS]}) + "\n")


def _key() -> str:
    key = rsa.generate_private_key(65537, 2048)
    return b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()
