# One line of help a target: `make` prints them.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.DEFAULT_GOAL := help
.PHONY: help dev test browser lint types tables web eval bench docs check

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

dev: ## virtual environment .venv with everything that work on Détente needs
	python3 -m venv .venv
	.venv/bin/pip install -q -c constraints.txt -e '.[test]'

test: ## all tests
	$(BIN)pytest

browser: ## tests in a real browser (tests/browser; there are none until the web app is there)
	@if [ -d tests/browser ]; then $(BIN)pytest tests/browser; else echo "no tests/browser yet"; fi

lint: ## ruff, its formatter, codespell and the import contracts
	$(BIN)ruff check .
	$(BIN)ruff format --check .
	$(BIN)codespell
	$(BIN)lint-imports

types: ## mypy --strict
	$(BIN)mypy

tables: ## sort and normalise the tables that people edit
	$(PYTHON) tools/tables.py

web: ## build the front end (web/; there is none yet)
	@if [ -d web ]; then npm --prefix web run build; else echo "no web/ yet"; fi

eval: ## the quality gate on our own gold
	$(PYTHON) evals/gate.py

bench: ## speed of the whole chain, as a ratio to the parser alone in the same run
	$(PYTHON) evals/bench.py

docs: ## write anew what is generated in docs/ and README.md
	$(PYTHON) tools/docs.py

check: lint types test eval ## all that CI checks
	$(PYTHON) tools/tables.py --check
	$(PYTHON) tools/docs.py --check
