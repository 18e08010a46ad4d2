# The Arcane Codex. `make run` plays, `make test` tests; each does its own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run cluster test test-long check format generate bench bench-quick lock clean

run: ## Serve the game at http://127.0.0.1:8000 (HOST and PORT change that)
	@scripts/set-up base
	@exec scripts/run

cluster: ## Serve it as several processes behind nginx, on PostgreSQL and Redis: make cluster WORKERS=4
	@scripts/set-up dev
	@exec .venv/bin/python -m deploy.cluster

test: ## All checks and all tests
	@scripts/set-up dev
	@exec scripts/test

test-long: ## The tests that take minutes
	@scripts/set-up dev
	@exec scripts/test long

check: ## Format, lint, types, layers, Django's checks, generated files, stories
	@scripts/set-up dev
	@exec scripts/check

format: ## Put the code into shape
	@scripts/set-up dev
	@.venv/bin/python -m ruff check --fix --quiet .
	@.venv/bin/python -m ruff format .

generate: ## Write anew what is generated from the declared messages
	@scripts/set-up dev
	@DEBUG=on .venv/bin/python manage.py generate_wire

bench: ## Measure the game beside its peers, in twelve minutes
	@scripts/set-up base
	@exec scripts/bench

bench-quick: ## The same, small, in two minutes
	@scripts/set-up base
	@exec scripts/bench --quick

lock: ## Lock the newest Python and npm packages
	@scripts/set-up dev
	@exec scripts/lock

clean: ## Remove what set-up and runs leave behind, the local database too
	rm -rf .venv .venv-bench .venv-bench-flask node_modules benchmarks/node_modules staticfiles var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

help: ## This list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | while IFS='|' read -r name text; do printf '%-11s %s\n' "$$name" "$$text"; done
