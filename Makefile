# make demo: the main job on real data.  make test: everything tests need, then everything.  make help: the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := help

BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
DEMO ?= demo
# Two workers share the machine, so each keeps its numeric libraries to one thread.
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -W error
CONTRACTS := tests/contracts tests/docs

.PHONY: help demo screens test check forms format lint types imports contracts spelling soak bench bench-peers docs clean

help: ## what there is to make
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 22

demo: $(STAMPS)/demo ## run the main job on a retailer's year and show where the map is
	$(BIN)/wegweiser demo --out $(DEMO)
	@echo
	@echo "Map:   $(DEMO)/maps/journey-map.en.html (German: journey-map.de.html)"
	@echo "Print: $(DEMO)/maps/journey-map.en.pdf, A3 landscape"
	@echo "Cards: $(DEMO)/maps/personas.en.html"
	@echo "Ways:  $(DEMO)/maps/flow.en.html"

test: forms $(STAMPS)/browser $(STAMPS)/services ## set up all that tests need, check, then run every test but the soak
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder -m "not soak" --cov --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=95

check: forms contracts ## form, lint, types, imports, house rules, docs, spelling

# `make test` runs the contracts among all tests, on both workers.
forms: format lint types imports spelling

format: $(STAMPS)/test
	$(BIN)/ruff format --check --quiet .

lint: $(STAMPS)/test
	$(BIN)/ruff check --quiet .

types: $(STAMPS)/test
	$(BIN)/mypy --no-error-summary

imports: $(STAMPS)/test
	$(BIN)/lint-imports --no-cache >$(STAMPS)/imports.log || { cat $(STAMPS)/imports.log; exit 1; }

contracts: $(STAMPS)/test
	$(PYTEST) -q --no-header $(CONTRACTS)

spelling: $(STAMPS)/test scripts/known-words.txt
	$(BIN)/codespell --ignore-words scripts/known-words.txt src docs scripts benchmarks *.md Makefile noxfile.py pyproject.toml

soak: $(STAMPS)/test $(STAMPS)/browser ## the tests that take minutes
	$(PYTEST) -m soak

bench: $(STAMPS)/test ## time each operation against hand-written SQL; writes benchmarks/RESULTS.md
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/bench.py

bench-peers: $(STAMPS)/test ## the same against retentioneering and pm4py, each in its own environment
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/bench.py --peers

screens: $(STAMPS)/test $(STAMPS)/browser ## take a picture of every screen, on the simulated company; to build/screens
	test -d build/screens-shop || $(BIN)/wegweiser demo --simulated --out build/screens-shop
	$(BIN)/python docs/screens.py build/screens-shop

docs: $(STAMPS)/test ## write docs/reference anew from docstrings, help texts and schemas
	$(BIN)/python docs/generate.py

clean: ## remove environment, caches and the demo's output
	rm -rf .venv .peers .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage build dist $(DEMO)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: each is made again only when what it was made from changes.
$(STAMPS)/venv: constraints.txt scripts/find-python scripts/make-venv
	sh scripts/make-venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/demo: $(STAMPS)/venv pyproject.toml
	@echo "Installing Wegweiser and the demo's data"
	$(PIP) --editable '.[demo]'
	@touch $@

$(STAMPS)/test: $(STAMPS)/venv pyproject.toml
	@echo "Installing Wegweiser and what tests and checks need"
	$(PIP) --editable '.[demo]' --group test --group check --group engines
	@touch $(STAMPS)/demo $@

$(STAMPS)/browser: $(STAMPS)/test scripts/setup-browser
	sh scripts/setup-browser
	@touch $@

$(STAMPS)/services: $(STAMPS)/test scripts/setup-services
	sh scripts/setup-services
	@touch $@
