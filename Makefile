# Everything is installed into .venv. With -m venv, not a tool of its own: Python is all a fresh machine has.
PYTHON ?= python3

CODEBASE_TESTS = $(patsubst %,tests/%.py,test_contracts test_docs test_locks cli/test_bundled cli/test_config \
	commands/test_help dossier_format/test_format)
FAULTS = .venv/bin/python -m pytest -q -n 2 --dist worksteal -o faulthandler_timeout=3600 tests/faults
LOCK = .venv/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install demo test faults faults-short check bench pictures lock clean FORCE
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "PYTHON=python3.12 (or a path) chooses the interpreter, 3.11 or newer"

install: .venv/runtime ## Install what an admin needs: .venv/bin/backchannel (some 40 s the first time)
	@echo "Installed: .venv/bin/backchannel --help"

demo: .venv/runtime ## Install, load the bundled dossier, show one screen of it, then prompt (some seconds)
	@.venv/bin/backchannel demo

test: .venv/tests ## Install, run all tests (some 5 minutes on two cores)
	.venv/bin/python -m pytest -q -n 3 --dist worksteal # a third of the time tests wait for processes of their own

faults-short: .venv/tests ## Test the promises by force for a quarter of an hour: kill, unplug, cut the power, change the clocks
	BACKCHANNEL_FAULTS=short $(FAULTS)

faults: .venv/tests ## The same at full size, for an hour: prints what was lost, doubled, posted again, and how late
	BACKCHANNEL_FAULTS=full $(FAULTS)

check: .venv/tests ## Format, lint, types, import contracts, tests about the codebase (some 2 minutes)
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy bot cogs db tests benchmarks
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m pytest -q $(CODEBASE_TESTS)

bench: .venv/tests ## Measure look-ups and whole interactions beside a floor, for some 10 minutes (SIZE=1000000: that many statements)
	.venv/bin/python -m benchmarks $(if $(SIZE),--statements $(SIZE))
	.venv/bin/python -m benchmarks.delivery
	.venv/bin/python -m benchmarks.platforms

pictures: .venv/tests ## Take the pictures in docs/pictures again (a minute; needs Chromium)
	.venv/bin/python -m tests.pictures

lock: .venv/tests ## Write the locks again from pyproject.toml (seconds; UPGRADE=1: newest versions)
	$(LOCK) --group build pyproject.toml --output-file requirements.lock
	$(LOCK) --group test --constraint requirements.lock --output-file requirements-test.lock

clean: ## Remove .venv and caches; what the demo keeps in its data folder stays
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

ADVICE = Backchannel needs Python 3.11 or newer with venv. Choose one: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.12

.venv/interpreter: FORCE
	$(eval probed := $(shell "$(PYTHON)" .ci/interpreter.py 2>/dev/null))
	$(if $(filter ok,$(firstword $(probed))),,$(error $(PYTHON) $(or $(probed),cannot be run). $(ADVICE)))
	@if [ -e .venv/unfinished ] || [ "$$(cat $@ 2>/dev/null)" != "$(probed)" ]; then \
		echo "Making .venv with Python $(word 2,$(probed))"; \
		base="$$("$(PYTHON)" -c 'import sys; print(sys._base_executable)')" && \
		"$$base" -m venv --clear .venv && echo "$(probed)" > $@; \
	fi

.venv/runtime: .venv/interpreter requirements.lock pyproject.toml
	@echo "Installing what Backchannel stands on"
	$(call install,requirements.lock)
	@echo "Installing Backchannel itself"
	@touch .venv/unfinished
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm .venv/unfinished
	@touch $@

.venv/tests: .venv/runtime requirements-test.lock
	@echo "Installing what the tests need"
	$(call install,requirements-test.lock)
	@touch $@

# Installs one lock and shows how far it is. A run that is cut off leaves .venv/unfinished, and pip may have left
# a package half there: the next run starts .venv anew.
define install
@touch .venv/unfinished; \
total=$$(grep -c == $(1)); done=0; \
{ .venv/bin/python -u -m pip install --require-hashes --progress-bar off --disable-pip-version-check -r $(1) \
	&& rm .venv/unfinished; } | \
while read -r first second third fourth rest; do \
	case "$$first" in \
		Ignoring) total=$$((total - 1)); continue ;; \
		Collecting|Processing) name=$$second ;; \
		Requirement) name=$$fourth ;; \
		Installing) name="unpacking, the longer part" ;; \
		*) continue ;; \
	esac; \
	[ "$$first" = Installing ] || done=$$((done + 1)); \
	if [ -t 1 ]; then printf '\r  %d of %d  %s\033[K' "$$done" "$$total" "$$name"; \
	elif [ $$((done % 10)) = 0 ] || [ "$$first" = Installing ]; then echo "  $$done of $$total  $$name"; fi; \
done; \
if [ -t 1 ]; then printf '\r\033[K'; fi; \
test ! -e .venv/unfinished
endef

FORCE:
