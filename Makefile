# Everything a person or CI runs. Needs Python 3.11, make and gcc; the rest installs itself into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := services shared onshi migrations loadtests tests

.DEFAULT_GOAL := help
.PHONY: help install demo up check test test-browser bench load docs lock clean

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/.run: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

install: $(VENV)/.dev ## Make the environment in .venv (the others call it)

demo: $(VENV)/.run ## Run everything once, as a clinic: token, nonce, card, checks, refusals
	$(BIN)/onshi demo

up: $(VENV)/.run ## Run the simulator on http://127.0.0.1:8000, controls on 8099
	$(BIN)/onshi up

check: install ## Format, lint, types, import arrows, unit tests: under a minute
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/ruff check --quiet $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/unit -q

test: install ## All tests: units, services on a real PostgreSQL, flows over real HTTP
	$(BIN)/python -m pytest

test-browser: install ## The API pages in a browser without internet (needs chromium; installs it by apt)
	@test -x /usr/bin/chromium || { echo "chromium is not here: installing it with apt-get"; \
		apt-get update -qq && apt-get install -y --no-install-recommends chromium fonts-noto-cjk; }
	$(BIN)/python -m pytest tests/browser

bench: install ## Measure checks against a bare echo, 3 minutes; writes build/bench.json
	$(BIN)/python -m loadtests.bench

load: install ## A 60-second Locust run of receptions; writes build/load/report.html
	$(BIN)/python -m loadtests.run

docs: install ## Write docs/refusals.md and docs/personas.md anew
	$(BIN)/python -m tests.unit.docs.refusals_page
	$(BIN)/python -m tests.unit.docs.personas_page

lock: ## Lock the requirements anew (needs uv)
	requirements/compile.sh

clean: ## Remove what was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
