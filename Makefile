# Short names for what `python3 run.py` and the tools do; nothing here that cannot be typed without make.
.DEFAULT_GOAL := help
.PHONY: help demo test bench env stop reset ci format lint types messages migrations lock

RUN := python3 run.py
BIN := var/venv/bin

help:        ## this list
	@sed -n 's/^\([a-z]*\):  *.*## /  make \1\t/p' Makefile

demo:        ## the whole system with a demo portfolio, until Ctrl-C
	@$(RUN) demo

test:        ## every test, browser tests included
	@$(RUN) test

bench:       ## the benchmark of a million accounts
	@$(RUN) bench

env:         ## the developer's environment in var/venv
	@$(RUN) env

stop:        ## stop a running demo
	@$(RUN) stop

reset:       ## delete the private data, after asking
	@$(RUN) reset

ci:          ## tests, linters and type checks: what must be green
	@.ci/run

format:      ## write Python the house way
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint:        ## Python, templates, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint templates
	$(BIN)/lint-imports

types:       ## type checks
	$(BIN)/mypy .

messages:    ## collect texts to translate and compile the translations
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile

migrations:  ## write migrations for changed models
	@$(RUN) manage makemigrations

lock:        ## pin and hash the packages of requirements*.in again
	$(BIN)/python tools/lock.py
