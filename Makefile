# DIGIT Support. Everything that these make lives in .digit/
PYTHON ?= python3
export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup run stop test test-long bench sla-audit lint format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\): ## /  make \1\t/p' Makefile | expand -t 18
	@echo
	@echo "  Variables: DIGIT_HTTP_PORT (8069), DIGIT_GEVENT_PORT, DIGIT_SMTP_HOST and"
	@echo "  DIGIT_SMTP_PORT (no mail leaves without them), ODOO_HOME (a checkout of"
	@echo "  Odoo 19.0), PGHOST and the other PG* (a real PostgreSQL), DIGIT_HOME (.digit)"

setup: ## set everything up, start nothing
	@$(PYTHON) scripts/setup

run: ## set up what is missing and serve http://localhost:8069
	@$(PYTHON) scripts/run

stop: ## stop PostgreSQL, which scripts/odoo leaves up
	@$(PYTHON) scripts/stop

test: ## set up what tests need and run them all
	@$(PYTHON) scripts/test

test-long: ## the same with the tests that take minutes
	@$(PYTHON) scripts/test --long

bench: ## measure what clocks, escalations, lists and the registry cost
	@$(PYTHON) scripts/bench

sla-audit: ## replay every SLA clock of DB=..., list what does not match
	@$(PYTHON) scripts/odoo shell -d $(DB) --no-http --log-level=warn \
		< scripts/sla_audit.py

lint: ## ruff, pylint-odoo, OCA's checks, formatting
	@$(PYTHON) scripts/lint

format: ## put right what the checks can put right
	@$(PYTHON) scripts/lint --fix

clean: ## remove all that was set up, databases too
	@$(PYTHON) scripts/clean
