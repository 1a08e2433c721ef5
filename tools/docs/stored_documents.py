"""docs/openapi, the API documents as files: `make docs` writes them, tests compare them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from shared.settings import SERVICES
from shared.web.openapi30 import to_openapi_30
from simulator.pages.whole_document import whole_document
from tools.docs.applications import NAMES, document

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "openapi"
BASE_URL, CONTROL_URL = "http://127.0.0.1:8000", "http://127.0.0.1:8099"


@cache
def documents() -> dict[str, dict[str, Any]]:
    """Return every document by the name of its file, as `onshi up` serves it at its usual address."""
    served = {name: {**document(name), "servers": [{"url": _address(name)}]} for name in NAMES}
    whole = whole_document({name: served[name] for name in SERVICES}) | {"servers": [{"url": BASE_URL}]}
    return {**served, "onshi": whole, "onshi-3.0": to_openapi_30(whole)}


def written(document: dict[str, Any]) -> str:
    """Return a document as its file holds it: sorted, so that a change shows as what it is."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _address(name: str) -> str:
    return CONTROL_URL if name == "controls" else f"{BASE_URL}/{name}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, each in documents().items():
        (FOLDER / f"{name}.json").write_text(written(each), encoding="utf-8")
