# What one does with Confide's source. `make` lists it; every target sets up what it needs first.

SYSTEM := $(firstword $(shell command -v python3 python3.14 python3.13 python3.12 python3.11 2>/dev/null))
ifeq ($(SYSTEM),)
$(error Python 3.11 or newer is missing: install it (Debian and Ubuntu: python3 and python3-venv), then run make again)
endif

SETUP := @$(SYSTEM) tools/setup.py
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -n 2

.DEFAULT_GOAL := list
.PHONY: list demo test test-slow check fix bench screens lock audit

list: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## Start a demonstration with believable cases, in a throw-away folder
	$(SETUP) demo
	@.venv/bin/confide demo

test: ## Run every test: on SQLite with a browser, then on PostgreSQL
	$(SETUP) test
	@$(PYTEST) -m "not slow"
	@$(PYTHON) tools/postgres.py $(PYTEST) -m "not slow and not browser"

test-slow: ## Run the long tests too: kills, races, large files
	$(SETUP) test
	@$(PYTEST) -m slow
	@$(PYTHON) tools/postgres.py $(PYTEST) -m "slow and not browser"

check: ## Read the code: style, types, the order of the house, migrations, pins
	$(SETUP) check
	@$(PYTHON) tools/check.py

fix: ## Mend what a machine can mend: formatting, imports, the map, the register
	$(SETUP) check
	@$(PYTHON) tools/check.py --fix

bench: ## Measure what docs/performance.md quotes
	$(SETUP) test
	@$(PYTHON) -m bench

screens: ## Photograph every page, at 1280 and 390 pixels
	$(SETUP) test
	@$(PYTHON) tools/screens.py

lock: ## Pin requirements/*.in anew, with hashes
	$(SETUP) check
	@$(PYTHON) tools/lock.py

audit: ## Ask the advisory service about every pinned package (needs the network)
	$(SETUP) check
	@$(PYTHON) tools/check.py --audit
