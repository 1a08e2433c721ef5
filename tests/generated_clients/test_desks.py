"""A desk in each language, by generated functions and types alone: fits them, and gets the persona's answers."""

import sys

from tests.generated_clients.conftest import Clients

MYPY = f"{sys.executable} -m mypy --config-file= --strict --follow-imports silent"
TYPE_CHECKS = {
    "python": f"{MYPY} --python-executable python desk.py",
    "typescript": "tsc --project . --noEmit",
}
TOLD = """\
["token refused","invalid_client"]
["token","Bearer",600,"consent:read consent:write eligibility:check"]
["signed by","ES256","P-256"]
["persona","employee-with-limit","schemes","pin"]
["roots",3]
["by card","my_number_card","uketsuke-1","current"]
["validity","answered","valid","2026-11-20"]
["insurer","01139013","模擬健康保険協会"]
["coverage","11103647","230999","00","self","1985-11-20"]
["share",30,"male",null]
["limit","A03","ウ",85800]
["next nonce",true]
["again",true,true]
["refused","urn:onshi:problem:nonce-used",409,false,true]
["by identifiers","insured_identifier",null,null]
["validity","answered","valid","2026-11-20"]
["insurer","01139013","模擬健康保険協会"]
["coverage","11103647","230999","00","self","1985-11-20"]
["share",30,"male",null]
["limit","A03","ウ",85800]
["forbidden","refused",null,"purpose-prohibited",[]]
["refused","urn:onshi:problem:request-invalid",422,false,false]
["violation","/insured/insurer_number","invalid"]
["violation","/insured/branch","invalid"]
["refused","urn:onshi:problem:pin-wrong",422,false]
["refused","urn:onshi:problem:token-invalid",401,false,false]
["verdict",false,"purpose-prohibited","健康保険法194条の2第3項"]
"""


def test_the_desk_fits_the_generated_types(clients: Clients) -> None:
    finished = clients.types(TYPE_CHECKS[clients.language])

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_the_desk_is_answered_what_the_persona_has(clients: Clients) -> None:
    finished = clients.types(clients.commands.run, {"PYTHONWARNINGS": "error", "NODE_OPTIONS": "--throw-deprecation"})

    assert finished.returncode == 0, finished.stderr
    assert finished.stdout == TOLD
    assert finished.stderr == ""
