# The Arcane Codex. `make run` plays, `make test` tests; each sets up what it needs.
.PHONY: help run test test-long check format lock generate clean
PY = .venv/bin/python
SHELL = /bin/bash

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: ## Serve the game at http://127.0.0.1:8000 (HOST, PORT to change that)
	@scripts/setup base
	@scripts/run

test: ## All checks and all tests, with servers and a browser of their own
	@scripts/setup dev
	@scripts/test

test-long: ## The tests that take minutes
	@scripts/setup dev
	@scripts/test --long

check: ## Format, lint, types, imports, Django's checks, generated files
	@scripts/setup dev
	@scripts/check

format: ## Put the code into shape
	@scripts/setup dev
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

generate: ## Write docs/events.md, the schemas and the types from the declared messages
	@scripts/setup dev
	@DEBUG=on $(PY) manage.py generate_wire

lock: ## Lock Python and npm packages anew
	@scripts/setup dev
	@scripts/lock

clean: ## Remove what set-up and runs have made
	rm -rf .venv node_modules staticfiles var .mypy_cache .ruff_cache .pytest_cache .hypothesis
