# The commands of this repository; `make help` lists them. Each one sets up what it needs.
SHELL := /bin/bash
PORT ?= 8026
BIN := .venv/bin
# What `make check` tests: the spec, what is published of it, and the documentation.
QUICK := tests/spec tests/generator/editions tests/generator/publishing tests/docs
# Without compiled files, every start of Python compiles all its imports again: a third of the tests' time.
unexport PYTHONDONTWRITEBYTECODE

# The parts of `make check`, which run side by side, what takes longest first.
CHECKS := check-types check-spec check-style check-page check-tests check-wheel check-github

.DEFAULT_GOAL := help
.PHONY: $(CHECKS) check-platforms release help setup run test test-everything test-wheel test-tools test-thorough check generate publish docs sandbox pictures verify-live bench lock translations mutation clean

help:  ## list the commands
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 24

setup:
	@.ci/setup

run: setup  ## generate the client, send to the sandbox: Viber with SMS fallback, then a personal campaign
	@$(BIN)/python -m generator generate
	@$(BIN)/python docs/examples/campaign.py
	@$(BIN)/python docs/examples/personal_campaign.py

test: setup  ## run all tests but the longest, on the oldest and the newest Python found: for every change
	@$(MAKE) --no-print-directory --jobs=3 test-everything test-wheel test-tools

test-everything:
	@.ci/timed "test: .venv, everything" .ci/test $(BIN)/python 5 < /dev/null

# What tests need beyond PyPI, all at once: a test that needs some of it waits until it is there.
test-tools:
	@$(BIN)/python -m tests.kit.debian

# Beside the tests of the checkout, which leave part of a core idle while they begin and end.
test-wheel:
	@.ci/other-pythons < /dev/null

test-thorough: setup  ## run all tests, with a new random seed, on every Python found; TURBOSMS_SEED=… repeats a run
	@TURBOSMS_THOROUGH=$${TURBOSMS_THOROUGH:-1} $(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory check-platforms

check: setup  ## check generated files, spec, lint, format, types, the page, docs, wheel
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target $(CHECKS)

# In CI, no later run would read a cache.
check-types:
	$(BIN)/mypy $(if $(CI),--cache-dir /dev/null)

check-spec:
	$(BIN)/python -m generator check
	$(BIN)/python -m generator lint
	$(BIN)/python -m generator compare
	$(if $(TESTED),,$(BIN)/python -m generator api)

check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-page:
	$(BIN)/python -m tests.inbox.page

check-tests:
	$(if $(TESTED),,$(BIN)/pytest -q -n 2 --dist loadfile -m "not one_interpreter" $(QUICK))

check-wheel:
	$(BIN)/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist/check

# What GitHub and Docker read: by their schemas, and for what is dangerous in it. Nothing asks the network.
SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema
check-github:
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.dependabot .github/dependabot.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/question.yml
	$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA) vendor.citation-file-format CITATION.cff
	$(SCHEMA) vendor.compose-spec container/compose.yaml
	$(BIN)/zizmor --quiet --offline --no-progress --persona pedantic .github docs/examples/spec-pipeline.yml
	$(BIN)/hadolint container/Dockerfile

check-platforms: setup  ## check the types of the packages as they are on Windows and macOS (in CI, and in a thorough run)
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 generated overlay sandbox
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin generated overlay sandbox

generate: setup  ## write generated/ from openapi.yaml
	$(BIN)/python -m generator generate

release: setup  ## make release VERSION=1.2.0 as far as one machine can, into dist/release/, and say what is left
	@$(BIN)/python .ci/release.py "$(VERSION)"

publish: setup  ## write dist/spec/ from openapi.yaml: all editions, schemas, code tables, documentation
	$(BIN)/python -m generator publish

docs: setup  ## write dist/site/: the pages of docs/ in both languages and the API reference, as a website
	$(BIN)/python -m generator site

sandbox: setup  ## run the sandbox with its inbox page, on PORT (8026), until Ctrl-C
	@$(BIN)/turbosms sandbox --port $(PORT)

pictures: setup  ## renew the pictures of the inbox in docs/images
	@TURBOSMS_PICTURES=renew $(BIN)/pytest -q tests/inbox/test_pictures.py

verify-live: setup  ## with TURBOSMS_TOKEN: ask the real service what costs nothing, say which assumptions hold
	@$(BIN)/python -m tests.contract.live

bench: setup  ## measure speed and memory of client and sandbox as ratios against named peers
	@$(BIN)/python -m benchmarks

lock: setup  ## update the pinned versions for pyproject.toml and `make mutation`
	$(BIN)/uv pip compile --quiet pyproject.toml --group dev --all-extras --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet pyproject.toml --extra sandbox --universal --python-version 3.11 -c requirements-dev.txt \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o container/sandbox.txt
	echo 'hatchling>=1.28' | $(BIN)/uv pip compile --quiet - --universal --python-version 3.11 -c requirements-dev.txt \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o container/build.txt
	echo cosmic-ray | $(BIN)/uv pip compile --quiet - --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade -o .ci/mutation.txt

translations: setup  ## update the catalogues of Ukrainian texts, and list what is left to translate
	$(BIN)/python -m tests.translations

mutation: setup  ## change the client's outcome and policy bit by bit, list what no test notices (15 minutes)
	@.ci/mutation

clean:  ## remove everything that these commands created
	rm -rf .venv .venvs dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .schemathesis
