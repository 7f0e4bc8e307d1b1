# Everything one does with Meridian. Needs CPython 3.11, 3.12 or 3.13 (PYTHON=… names one) and make.
SHELL := /bin/sh
BIN := .venv/bin
INSTALL := sh deploy/install/with_python -m deploy.install
WORKSPACE := shared services/accounts services/partnering services/partnering/matcher \
	services/course services/projects services/notifications services/web deploy/local
SOURCES := shared/src $(wildcard services/*/src) services/partnering/matcher/src deploy/local/src \
	$(wildcard deploy/install/*.py)
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest
UV_VERSION := 0.13.9
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-package meridian-shared --no-emit-package meridian-matcher

# A person's other Python projects are not looked into.
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH
export PYTHON

.PHONY: help setup installed-for-run installed-for-test run test test-full check bench faults lock messages format clean

help:
	@echo "make setup      install everything; run and test do what is needed by themselves"
	@echo "make run        start Meridian on this machine (ARGS=--no-demo without the demo)"
	@echo "make test       the tests, in parallel"
	@echo "make test-full  also the tests that take longer"
	@echo "make check      format, lint, types, walls, contracts, sizes, dependencies"
	@echo "make bench      the numbers (ONLY=area for one area)"
	@echo "make faults     break a whole installation and check it (ARGS=\"--short|--full --seed N\")"
	@echo "make messages   bring the translation catalogues up to date"
	@echo "make lock       write requirements.lock and requirements-test.lock anew"
	@echo "make clean      delete what was installed and built; data stay"

# An installation that is complete is left alone, so these cost nothing at a second start.
setup: installed-for-test

installed-for-run:
	@$(INSTALL) run

installed-for-test:
	@$(INSTALL) test

run: installed-for-run
	@exec $(BIN)/meridian up $(ARGS)

test: installed-for-test
	$(PYTEST) -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "not full"

test-full: installed-for-test
	$(PYTEST) -n $(WORKERS) --dist loadscope --no-loadscope-reorder -m "full"

check: installed-for-test
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

bench: installed-for-test
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

faults: installed-for-test
	$(BIN)/python -m tests.faults $(ARGS)

messages: installed-for-test
	$(BIN)/python -m web.i18n update
	$(BIN)/python -m notifications.wording update

format: installed-for-test
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

# The second lock holds what tests add, in the versions of the first where both name a package.
lock:
	@test -x $(BIN)/python || $(INSTALL) run
	$(BIN)/python -m pip install --quiet --no-deps uv==$(UV_VERSION)
	$(COMPILE) --group install $(WORKSPACE:%=%/pyproject.toml) -o requirements.lock
	$(COMPILE) --constraint requirements.lock --group dev -o requirements-test.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
