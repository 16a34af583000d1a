# Everything that a person types. `make demo` and `make test` need nothing but Python 3.11 or newer and the network.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test journeys check fix bench bench-check lock

help: ## What there is
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /  –  /'

setup: ## Environment, locked dependencies, GOV.UK assets, and Chromium where we may
	@$(PYTHON) scripts/setup.py

demo: ## The product with real content, until Ctrl-C (PORT=8123 make demo)
	@$(PYTHON) scripts/setup.py --for demo
	@$(BIN)/python -m scripts.demo

demo-reset: ## Throw the demo's data away; the next `make demo` starts over
	@$(PYTHON) scripts/setup.py --for demo
	@$(BIN)/python -m scripts.reset

test: setup check ## Everything: lint, types, import contracts, migrations, unit, access, queries, browser
	@scripts/dev $(BIN)/python -m pytest -n 2
	@$(MAKE) --no-print-directory journeys

journeys: ## Only the journeys in a browser, on the demo's content
	@JOURNEYS=1 scripts/dev $(BIN)/python -m pytest -p no:randomly -n 2 --dist loadfile tests/journeys

check: ## Quick checks that change nothing
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@scripts/dev $(BIN)/lint-imports --no-cache
	@STEWARD_MODE=test scripts/dev $(BIN)/mypy .
	@STEWARD_MODE=test scripts/dev $(BIN)/python manage.py makemigrations --check --dry-run

fix: ## Mend what can be mended without thinking
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ## Pages and jobs against a floor measured in the same run
	@STEWARD_STATE=$${STEWARD_STATE:-.local/bench} scripts/dev $(BIN)/python -m tests.benchmarks

bench-check: ## Fails on the named ratios
	@STEWARD_STATE=$${STEWARD_STATE:-.local/bench} scripts/dev $(BIN)/python -m tests.benchmarks --check
	@$(BIN)/python -m tests.benchmarks.effect

lock: ## Make the locks again from requirements/*.in
	@for name in base demo dev node; do \
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url \
			requirements/$$name.in -o requirements/$$name.txt; done
