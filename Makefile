# What a developer or a town's IT person types. Each command first sets up what it lacks; the steps are in tools/.
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

run: ## set up whatever is missing, then serve the demonstration (GUICHET_PORT=8000)
	@sh tools/setup.sh run
	@.venv/bin/guichet demo
	@exec .venv/bin/guichet serve

test: ## run the whole suite on SQLite, then on a private PostgreSQL (ARGS="-k name" goes to pytest)
	@sh tools/setup.sh test
	@.venv/bin/python tools/test.py $(ARGS)

check: ## style, types, import order, templates, migrations, unmarked strings, known vulnerabilities
	@sh tools/setup.sh check
	@.venv/bin/python tools/check.py

bench: ## measure beside nginx and print the table (ARGS go to tests.bench)
	@sh tools/setup.sh bench
	@PYTHONPATH=borne .venv/bin/python -m tests.bench $(ARGS)

lock: ## write the lock files again from requirements/*.in and package.json (ARGS=--upgrade takes newer versions)
	@sh tools/setup.sh lock
	@sh tools/lock.sh $(ARGS)
