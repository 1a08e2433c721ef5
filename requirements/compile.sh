#!/usr/bin/env bash
# Lock what pyproject.toml asks for, with hashes and without any index's address. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
    uv pip compile pyproject.toml "$@" --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --quiet
}
lock --group build --output-file requirements/run.txt
lock --group dev --output-file requirements/dev.txt
