# The commands of this repository; `make help` lists them. Each one sets up what it needs.
SHELL := /bin/bash
PORT ?= 8026
BIN := .venv/bin
# What `make check` tests: the spec, what is published of it, and the documentation.
QUICK := tests/spec tests/generator/editions tests/generator/publishing tests/docs
# Without compiled files every start of Python compiles anew all that it imports: a third of the tests' time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test test-thorough check generate publish sandbox pictures verify-live bench lock mutation clean

help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 24

setup:
	@.ci/setup

run: setup  ## regenerate the client, start the sandbox, send a hybrid campaign and show what became of it
	@$(BIN)/python -m generator generate
	@$(BIN)/python docs/examples/campaign.py

test: setup  ## what every change has to pass: all tests but the longest, on the oldest and the newest Python found
	@.ci/timed "test: .venv, everything" .ci/test $(BIN)/python
	@.ci/other-pythons

test-thorough: setup  ## all there is, by new chance, on every Python found; TURBOSMS_SEED=… repeats a run
	@TURBOSMS_THOROUGH=$${TURBOSMS_THOROUGH:-1} $(MAKE) --no-print-directory test

check: setup  ## drift, spec, lint, format, types, the page, docs, wheel
	$(BIN)/python -m generator check
	$(BIN)/python -m generator lint
	$(BIN)/python -m generator compare
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m tests.inbox.page
	$(if $(TESTED),,$(BIN)/pytest -q -n 2 --dist loadfile -m "not thorough" $(QUICK))
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist/check

generate: setup  ## openapi.yaml → generated/
	$(BIN)/python -m generator generate

publish: setup  ## openapi.yaml → dist/spec/: the spec in every form, schemas, code tables, documentation
	$(BIN)/python -m generator publish

sandbox: setup  ## the stand-in for the service with its inbox page, on PORT (8026), until Ctrl-C
	@$(BIN)/turbosms sandbox --port $(PORT)

pictures: setup  ## take the README's pictures of the inbox anew
	@TURBOSMS_PICTURES=renew $(BIN)/pytest -q tests/inbox/test_pictures.py

verify-live: setup  ## with TURBOSMS_TOKEN set: ask the service what costs nothing, say which assumptions hold
	@$(BIN)/python -m tests.contract.live

bench: setup  ## speed and memory of client and sandbox as ratios against named peers, in one run
	@$(BIN)/python -m benchmarks

lock: setup  ## pin anew what pyproject.toml and `make mutation` ask for
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements-dev.txt
	echo cosmic-ray | $(BIN)/uv pip compile --quiet - --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o .ci/mutation.txt

mutation: setup  ## break what outcome and policy do, bit by bit, and list what their tests do not notice (15 minutes)
	@.ci/mutation

clean:  ## remove everything that the commands made
	rm -rf .venv .venvs dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis
