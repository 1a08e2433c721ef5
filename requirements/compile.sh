#!/usr/bin/env bash
# Lock what pyproject.toml and tests/generated_clients/typescript/package.json ask for, with hashes and without any
# address. Needs uv and npm.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() {
    uv pip compile "$@" --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate --quiet
}
lock pyproject.toml --group build --output-file requirements/run.txt
lock pyproject.toml --group dev --output-file requirements/dev.txt
# Into the same environment as the others.
lock pyproject.toml --extra cluster --constraints requirements/dev.txt --output-file requirements/cluster.txt
lock --group supply --output-file requirements/supply.txt
lock --group clients --output-file requirements/clients.txt
# For its jars alone.
lock --group jmeter --no-deps --output-file requirements/jmeter.txt
cd tests/generated_clients/typescript
npm install --package-lock-only
# Packages name pages that take money: they are no part of a lock.
node --input-type=module --eval '
    import { readFileSync, writeFileSync } from "node:fs";
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
    for (const entry of Object.values(lock.packages)) delete entry.funding;
    writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
'
