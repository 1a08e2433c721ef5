#!/usr/bin/env bash
# Ask whether every locked requirement has a wheel for each Python that we name in README.md: nothing is built or kept.
# By hand (`make wheels`): it asks the package index about each of them, and loads what says nothing about itself there.
set -euo pipefail
cd "$(dirname "$0")/.."
python="${1:-.venv/bin/python}"
failed=0
for version in 3.11 3.12 3.13 3.14; do
    for file in run dev clients; do
        if "$python" -m pip install --dry-run --quiet --quiet --disable-pip-version-check --ignore-installed --no-deps \
            --only-binary :all: --require-hashes --python-version "$version" --target build/wheels \
            --requirement "requirements/$file.txt"; then
            echo "Python $version: every requirement of $file.txt has a wheel"
        else
            failed=1
        fi
    done
done
exit "$failed"
