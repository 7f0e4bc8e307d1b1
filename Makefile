# Everything one does with Meridian. Needs Python 3.11, pip and make.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
STAMP := .venv/installed
WORKSPACE := shared services/accounts services/partnering services/course services/projects \
	services/notifications services/web deploy/local
MANIFESTS := pyproject.toml $(WORKSPACE:%=%/pyproject.toml)
SOURCES := shared/src $(wildcard services/*/src) deploy/local/src
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest
UV_VERSION := 0.13.9

.PHONY: help setup run test test-full check bench faults lock messages format clean

help:
	@echo "make run        start Meridian on this machine"
	@echo "make test       the tests, in parallel"
	@echo "make test-full  also the tests that take longer"
	@echo "make check      format, lint, types, walls, contracts, sizes, dependencies"
	@echo "make bench      the numbers (ONLY=area for one area)"
	@echo "make faults     break a whole installation and check it (ARGS=\"--short|--full --seed N\")"
	@echo "make messages   bring the translation catalogues up to date"
	@echo "make lock       write requirements.lock anew"
	@echo "make clean      delete what was installed and built; data stay"

setup: $(STAMP)

# pip is told the interpreter: neither venv's own pip nor an activated environment is needed.
$(STAMP): requirements.lock $(MANIFESTS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' || \
		{ echo "Meridian needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	$(PYTHON) -m pip --python $(BIN)/python install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation $(WORKSPACE:%=-e ./%)
	$(BIN)/python -m pip check
	-$(BIN)/python -m web.assets fetch
	@touch $(STAMP)

run: $(STAMP)
	@exec $(BIN)/meridian up

test: $(STAMP)
	$(PYTEST) -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not full"

test-full: $(STAMP)
	$(PYTEST) -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "full"

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/python deploy/checks/file_sizes.py
	$(BIN)/python deploy/checks/dependencies.py
	$(BIN)/python deploy/checks/migrations.py
	$(BIN)/python -m meridian.contracts check
	$(BIN)/python -m web.i18n check
	$(BIN)/python -m notifications.wording check

bench: $(STAMP)
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

faults: $(STAMP)
	$(BIN)/python -m tests.faults $(ARGS)

messages: $(STAMP)
	$(BIN)/python -m web.i18n update
	$(BIN)/python -m notifications.wording update

format: $(STAMP)
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: $(STAMP)
	$(BIN)/python -m pip install --quiet uv==$(UV_VERSION)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-package meridian-shared --group dev \
		$(WORKSPACE:%=%/pyproject.toml) -o requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
