# Everything a developer or CI runs. `make` alone lists it.
# tests/setup/step says what is done and how long it took, and keeps the keys, settings and
# proxies of the developer's shell away from all but the installs.

STEP := tests/setup/step
BIN := .venv/bin
FAST := -m "not slow and not browser" --ignore=tests/journeys

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test check lint types format bench screenshots catalogues lock venv chromium axe-core lighthouse libreoffice postgresql promtool rsync clean

help: ## this list
	@echo "Fair Notice: make TARGET, where TARGET is"
	@sed -n 's/^\([a-z-]*\):.* ## \(.*\)/  \1\t\2/p' Makefile | expand -t 12

demo: venv ## the whole path on a sample history: site, judged change, mails in a folder
	@$(STEP) "Demo" $(BIN)/fairnotice demo

test: venv chromium axe-core lighthouse libreoffice postgresql promtool rsync lint types ## everything CI runs
	@$(STEP) "Tests" $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
	@$(STEP) "Strict site of the sample history" \
	  $(BIN)/fairnotice demo --output .fairnotice/demo --strict

check: venv lint types ## the fast part of it, in under a minute
	@$(STEP) "Unit tests" $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder $(FAST) --hypothesis-profile=quick

lint: venv ## ruff, and its formatter without writing
	@$(STEP) "Lint" $(BIN)/ruff check .
	@$(STEP) "Format" $(BIN)/ruff format --check .

types: venv ## mypy, strict
	@$(STEP) "Types" $(BIN)/mypy

format: venv ## mend what ruff can mend
	@$(STEP) "Mend" $(BIN)/ruff check --fix-only .
	@$(STEP) "Format" $(BIN)/ruff format .

bench: venv ## the measurements in tests/benchmarks
	@$(STEP) "Benchmarks" $(BIN)/pytest -s tests/benchmarks

screenshots: venv chromium ## the pictures of the README, from the sample's site
	@$(STEP) "Site" $(BIN)/fairnotice demo --site-only
	@$(STEP) "Pictures" $(BIN)/python tests/screenshots.py \
	  .fairnotice/demo/site .github/images "$$(tests/setup/chromium --find)"

catalogues: venv ## bring the catalogues of other languages up to what the code says
	@$(STEP) "Catalogues" $(BIN)/python -m tests.catalogues

lock: venv ## write requirements.txt again; UPGRADE=1 takes newer releases
	@$(STEP) --online "Lock" $(BIN)/uv pip compile pyproject.toml --quiet --no-config \
	  --universal --python-version 3.11 --only-binary :all: --extra dev --generate-hashes \
	  --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) \
	  --output-file requirements.txt

venv: ## .venv with exactly what requirements.txt lists
	@$(STEP) --online "Python environment" tests/setup/venv

chromium: venv ## Chromium for the browser tests, where the system has it
	@$(STEP) --online "Chromium" tests/setup/chromium

axe-core: venv ## axe-core for the tests of accessibility, where npm can bring it
	@$(STEP) --online "axe-core" tests/setup/axe-core

lighthouse: venv ## Lighthouse for the marks of the site, where npm can bring it
	@$(STEP) --online "Lighthouse" tests/setup/lighthouse

libreoffice: ## LibreOffice for the tests of Word documents, where the system has it
	@$(STEP) --online "LibreOffice" tests/setup/libreoffice

postgresql: ## PostgreSQL for the tests of the ledger, where the system has it
	@$(STEP) --online "PostgreSQL" tests/setup/postgresql

promtool: ## promtool for the tests of the alerts, where the system has it
	@$(STEP) --online "promtool" tests/setup/promtool

rsync: ## rsync for the tests of publishing, where the system has it
	@command -v rsync >/dev/null || $(STEP) --online "rsync" tests/setup/system-package rsync || true

clean: ## what make made; a ledger in .fairnotice/ and mails in outbox/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .fairnotice/demo site dist
	find archive notify site_overrides tests -name __pycache__ -type d -prune -exec rm -rf {} +
