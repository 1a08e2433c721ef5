#!/usr/bin/env bash
# Builds wheel and sdist of what is committed, installs them in an empty environment under a folder that only its owner may
# enter, and runs there what users run first: onshi demo, onshi exec, the pytest plugin. About a minute; leaves nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$(umask 077 && mktemp -d)
trap 'rm -rf "$work"' EXIT

git clone --quiet . "$work/source"
.venv/bin/python -m build --no-isolation --outdir "$work/dist" "$work/source" >"$work/build.log" || { cat "$work/build.log"; exit 1; }
ls "$work/dist"

# Of what tests are locked with, what pytest itself needs.
.venv/bin/python - "$root/requirements/dev.txt" >"$work/pytest.txt" <<'SELECT'
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    locked = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?(==.*\n(?:[ \t]+.*\n)*)", file.read(), re.MULTILINE)
for name, rest in locked:
    if name in {"pytest", "pluggy", "iniconfig", "packaging", "pygments"}:
        print(name + rest, end="")
SELECT

"${PYTHON:-python3}" -m venv "$work/env"
pip() { "$work/env/bin/python" -m pip --disable-pip-version-check install --quiet "$@"; }
pip --require-hashes -r requirements/run.txt
pip --require-hashes --no-deps -r "$work/pytest.txt"
pip --no-deps "$work"/dist/*.whl
"$root/.venv/bin/python" -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --target "$work/sdist" "$work"/dist/*.tar.gz

mkdir "$work/elsewhere"
cd "$work/elsewhere"
export PATH="$work/env/bin:$PATH" PYTHONWARNINGS=error
cat >test_first.py <<'TEST'
def test_a_patient_is_insured(onshi_clinic, onshi_card):
    assert onshi_clinic.check_card(onshi_card("employee-with-limit")).is_valid
TEST
onshi --version
onshi demo >demo.log || { cat demo.log; exit 1; }
onshi exec -- python -c 'import os, urllib.request as r; print("ready", r.urlopen(os.environ["ONSHI_URL"] + "/readyz").status)'
python -m pytest -q -p no:cacheprovider test_first.py
# The same program from the sdist.
PYTHONPATH="$work/sdist" python -c 'import onshi; assert "/sdist/" in onshi.__file__, onshi.__file__; from onshi.__main__ import main; main()' --version
echo "wheel and sdist run in an empty environment"
