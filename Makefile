# One word for each thing; every one sets up what it needs first (bin/bootstrap).
.PHONY: help run demo-reset empty test check bench trust crawl
.DEFAULT_GOAL := help

ARGS ?=
PY := .venv/bin/python
# Should make itself be killed, the portal ends too instead of holding its port.
TIED := $(shell command -v setpriv >/dev/null 2>&1 && echo setpriv --pdeathsig TERM --)
TEST_VAR := $(if $(VAR_DIR),$(VAR_DIR)/test,var/test)
# Tests start some sixty processes: none compiles anew what another compiled, and the checkout stays clean.
COMPILED := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(abspath $(TEST_VAR))/compiled

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: ## set up what is missing, then web, worker, beat and doubles at http://127.0.0.1:8000 (PORT=...)
	@bin/bootstrap run
	@exec $(TIED) $(PY) manage.py run $(ARGS)

demo-reset: ## drop the demonstration's data and load it afresh
	@bin/bootstrap run
	@$(PY) manage.py demo_reset

empty: ## a migrated database with the demo sign-ins and no sample
	@bin/bootstrap run
	@$(PY) manage.py demo_reset --empty

test: ## all tests (ARGS="-k roster -x" reaches pytest)
	@bin/bootstrap test
	@$(COMPILED) VAR_DIR=$(TEST_VAR) exec $(PY) -m pytest -n 2 $(ARGS)

check: ## lint, types, imports, migrations, messages
	@bin/bootstrap test
	@bin/check

bench: ## the performance table as ratios (bench/results.json)
	@bin/bootstrap test
	@exec $(PY) -m bench $(ARGS)

trust: ## the long proofs: killed workers, hostile files, parallel submissions
	@bin/bootstrap test
	@$(COMPILED) NSSF_LONG=1 VAR_DIR=$(TEST_VAR) exec $(PY) -m pytest -m faults $(ARGS)

crawl: ## the long crawl: every page, both languages, every role
	@bin/bootstrap test
	@$(COMPILED) NSSF_LONG=1 VAR_DIR=$(TEST_VAR) exec $(PY) -m pytest -m browser $(ARGS)
