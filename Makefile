# The two commands that a newcomer needs are `make run` and `make test`; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
VAR := $(or $(VAR_DIR),var)
MANAGE := $(BIN)/python manage.py
MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
MIGRATIONS := $(wildcard courses/migrations/*.py lms/*/migrations/*.py)

# Installs a file of pinned packages and counts them as they come.
define install
set -o pipefail; $(BIN)/pip install --disable-pip-version-check --require-hashes -r $(1) | \
	awk '/^Collecting/ {printf "\r  %d packages", ++n; fflush()} END {print ""}'
endef

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-18s %s\n", $$1, $$2}'

run: $(VAR)/.ready ## the site with the demonstration programme on http://127.0.0.1:8000 (PORT= changes it)
	@PORT=$(PORT) BASE_URL=$${BASE_URL:-http://127.0.0.1:$(PORT)} $(BIN)/honcho -f Procfile start || test $$? = 130

reset: ## throw the local database and files away; the next `make run` starts over
	@rm -rf "$(VAR)"
	@echo "Local data removed. 'make run' starts over."

test: $(VENV)/.dev $(MO) ## the whole suite but the browser walks; DATABASE_URL=postgres://... runs it on PostgreSQL
	@$(BIN)/pytest -n auto --dist loadfile -m "not browser" $(ARGS)

browser: $(VENV)/.dev $(MO) ## the walks in Debian's Chromium
	@test -x /usr/bin/chromium || { echo "Chromium is missing: apt-get install chromium"; exit 1; }
	@$(BIN)/pytest -m browser $(ARGS)

check: $(VENV)/.dev $(MO) ## format, lint, import contracts, types, migrations, system and deploy checks
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash .ci/checks

bench: $(VENV)/.dev $(MO) ## speed as ratios against a bare page of the same run; never a test
	@$(BIN)/python -m bench

lock: $(VENV)/.dev ## pin the dependencies of pyproject.toml again, with hashes
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header $(LOCK_ARGS) pyproject.toml -o requirements/base.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header $(LOCK_ARGS) pyproject.toml --group dev -o requirements/dev.txt

messages: $(VENV)/.dev ## collect the strings to translate (needs GNU gettext: apt-get install gettext)
	@$(MANAGE) makemessages -l it --no-obsolete --add-location file -i '.venv/*' -i 'var/*' -v 0

messages-compiled: $(MO) ## compile the translations (no gettext needed)

$(VENV)/.base: requirements/base.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later with venv is needed."; exit 1; }
	@echo "Installing (once; about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(call install,requirements/base.txt)
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "Installing what tests need (once) ..."
	@$(call install,requirements/dev.txt)
	@touch $@

%.mo: %.po $(VENV)/.base
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VAR)/.ready: $(VENV)/.base $(MO) $(MIGRATIONS) lms/people/roles.py $(wildcard lms/*/guards.py courses/guards.py)
	@mkdir -p "$(VAR)/media"
	@echo "Preparing the database ..."
	@$(MANAGE) migrate -v 0
	@$(MANAGE) load_demonstration
	@touch $@

.PHONY: help run reset test browser check bench lock messages messages-compiled
