# Everything runs from .venv, which makes itself from requirements.lock. Needed beforehand: make and Python 3.11 or newer.
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python

NEW_ENOUGH := 'import sys; sys.exit(sys.version_info < (3, 11))'
# The first interpreter that is new enough; "python3" when there is none, to have a name to complain about.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python3; do \
	if $$p -c $(NEW_ENOUGH) 2>/dev/null; then break; fi; done; echo $$p)

# A .venv that is a link belongs to another checkout: it is used as it is, with the code of this one.
ifneq ($(shell test -L $(VENV) && echo linked),)
READY :=
export PYTHONPATH := $(CURDIR)
else
READY := $(VENV)/.installed
endif

# Every test process imports all tests: not compiled anew each time, also where the environment asks for that.
export PYTHONDONTWRITEBYTECODE :=

# Two processes for each core, for crawls wait as much as they work; a module's tests stay together, the long ones begin
# first (tests/conftest.py).
PARALLEL := -n $(shell $(PYTHON) -c 'import os; print(2 * len(os.sched_getaffinity(0)))') --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help nights demo test test-all seconds format check metrics docs bench fuzz real soak attack threats alone pictures crawl lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## crawl a small portal that serves itself on this machine
	$(VENV)/bin/queson demo

test: $(READY) ## run the tests but the slow ones; make test ONLY="parse text" only those that a change of these rooms touches
ifdef ONLY
	files=$$($(PY) -m tests.harness.touching $(ONLY)) && $(PY) -m pytest -m "not slow and not real" $$files
else
	$(PY) -m pytest -m "not slow and not real" $(PARALLEL)
endif

test-all: $(READY) ## run every test but those of make real
	$(PY) -m pytest -m "not real" $(PARALLEL)

seconds: $(READY) ## measure how long tests take, for the table in CONTRIBUTING.md
	rm -rf build/seconds
	QUESON_TESTS_SECONDS=build/seconds $(PY) -m pytest -q -p tests.harness.seconds -m "not real" $(PARALLEL)
	$(PY) -m tests.docs build/seconds

format: $(READY) ## sort imports, format the code
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

check: $(READY) ## lint, format, types, import law
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_import_law.py

docs: $(READY) ## write the generated parts of the documents again
	$(PY) -m tests.docs

metrics: $(READY) ## how densely the code is written, room by room
	$(PY) -m tests.metrics

nights: $(READY) ## thirty nights of sixty portals through a real crond (needs root, cron, libfaketime)
	QUESON_PORTALS=$(or $(PORTALS),60) QUESON_NIGHTS=$(or $(NIGHTS),30) $(PY) -m pytest -q -n 0 -s tests/nights

fuzz: $(READY) ## break the readers with made-up input for some minutes: make fuzz ROUNDS=20000
	QUESON_FUZZ=$(or $(ROUNDS),2000) $(PY) -m pytest -q tests/fuzz tests/parse/test_any_page.py

bench: $(READY) ## measure; make bench ONLY="name …" runs some of it
	$(PY) -m tests.bench $(ONLY)

real: $(READY) .venv-real/.installed .node-real/.installed ## crawl real systems; make real THEMES=all with every theme of Hexo
	tests/real/install
	QUESON_TESTS_THEMES='$(THEMES)' $(PY) -m pytest -n 2 --dist loadgroup tests/real

soak: $(READY) ## kill crawls at random moments: make soak KILLS=200 SEED=1
	$(PY) -m tests.soak $(or $(KILLS),200) $(or $(SEED),1)

attack: $(READY) ## attack a public copy while a reader opens pages: make attack SECONDS=120 SEED=1
	$(PY) -m tests.attack $(or $(SECONDS),120) $(or $(SEED),1)

threats: $(READY) ## remove each guard of docs/threats.md, and show that its test fails: make threats ONLY="merge room"
	$(PY) -m tests.threats $(ONLY)

alone: $(READY) ## run tests where no other host can be reached, and tell what they ask for: make alone ONLY="tests/fetch"
	$(PY) -m tests.alone -q -n 0 $(ONLY)

pictures: $(READY) ## make the pictures of the documents anew (needs chromium)
	$(PY) -m tests.pictures

crawl: $(READY) ## crawl portals: make crawl TARGET="slug, file or URL …"
	@test -n '$(TARGET)' || { echo 'Say what to crawl: make crawl TARGET=<slug, path to a TOML, or URL>' >&2; exit 2; }
	$(VENV)/bin/queson crawl $(foreach target,$(TARGET),'$(target)')

# Keeps the pins that still fit. To take every newest version, remove requirements.lock first.
lock: ## write requirements.lock again from pyproject.toml
	@test -x $(PY) || { $(check-python); $(PYTHON) -m venv $(VENV); }
	$(PY) -m pip install --quiet uv
	$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --quiet \
		--no-header --no-annotate --output-file requirements.lock

# The archive in data/ stays: it may be the only copy.
clean: ## remove .venv and caches, never an archive
	rm -rf $(VENV) .venv-pywb .venv-real .node-real build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find archive queson_crawler tests -name __pycache__ -type d -prune -exec rm -rf {} +

define check-python
$(PYTHON) -c $(NEW_ENOUGH) 2>/dev/null || { \
	echo "queson needs Python 3.11 or newer and '$(PYTHON)' is not: install one, or name it: make PYTHON=python3.13 …" >&2; \
	exit 1; }
endef

# Built anew when the lock changes, so that nothing the lock has dropped lingers.
$(VENV)/.locked: requirements.lock
	@$(check-python)
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# For one test: pywb's own pins exclude ours.
.venv-pywb/.installed: tests/pywb.lock
	@$(check-python)
	$(PYTHON) -m venv --clear .venv-pywb
	.venv-pywb/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/pywb.lock
	@touch $@

# For the tests of real systems: Wagtail's pins are its own.
.venv-real/.installed: tests/real/wagtail.lock
	@$(check-python)
	$(PYTHON) -m venv --clear .venv-real
	.venv-real/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/real/wagtail.lock
	@touch $@

# Hexo and its themes; those that are tried only where they are asked for are its development dependencies.
.node-real/.installed: tests/real/hexo/package.json
	mkdir -p .node-real
	cp tests/real/hexo/package.json .node-real/
	cd .node-real && npm install --silent $(if $(THEMES),,--omit=dev) --no-save --no-package-lock --ignore-scripts --no-audit --no-fund
	@touch $@

# Without build isolation: setuptools comes from the lock, and nothing unhashed is fetched.
$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
