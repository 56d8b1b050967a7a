# Everything a person or a pipeline does here. `make help` lists it.

# The clouds whose SDKs are installed beside the base: any of aws, gcp, azure. The tests need all of them, a stack its own.
CLOUDS ?= $(if $(filter test types unit,$(MAKECMDGOALS)),aws gcp azure,aws)
# The interpreter that .venv is made with: 3.11 or newer.
PYTHON ?= python3
# The stack that rehearse, render and preview take.
STACK ?= staging

BIN := .venv/bin
UNKNOWN := $(filter-out aws gcp azure,$(CLOUDS))
SETS := base $(CLOUDS) dev
LOCKS := $(wildcard $(SETS:%=requirements/%.txt))
# .venv belongs to this interpreter, this folder (scripts in it hold its path) and its locks: when one changes, it is made again.
# A set that it does not have yet is added.
HOME_KEY := $(shell { echo $(CURDIR); $(PYTHON) --version; } 2>&1 | cksum | cut -d ' ' -f 1)
lock-key = $(shell cksum < requirements/$(1).txt | cut -d ' ' -f 1)
STAMPS := $(foreach set,$(basename $(notdir $(LOCKS))),.venv/$(set)@$(call lock-key,$(set)))
ALL_STAMPS = $(foreach set,base aws gcp azure dev,.venv/$(set)@$(call lock-key,$(set)))
READY := .venv/ready-$(HOME_KEY)-$(shell echo $(STAMPS) | cksum | cut -d ' ' -f 1)$(if $(UNKNOWN),-unknown)
CHECKS := lint format-check types layers unit
LOCKED := base aws gcp azure dev lock
COMPILE := --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

# A user's settings that would put packages elsewhere, leave bytecode out or change what the lock files say. Those that
# say where packages come from (PIP_INDEX_URL, PIP_CERT, PIP_PROXY, PIP_FIND_LINKS ...) stay.
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_PYTHON PIP_CONSTRAINT PIP_REQUIREMENT PIP_EDITABLE PIP_DRY_RUN \
	PIP_NO_COMPILE PIP_NO_BINARY PIP_PRE PIP_IGNORE_INSTALLED PIP_QUIET PIP_REPORT
unexport PYTHONHOME PYTHONPATH VIRTUAL_ENV
# Without bytecode the Pulumi SDKs import three times slower.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# An Output put into a text by mistake is an error, not a warning.
export PULUMI_ERROR_OUTPUT_STRING := true
export PULUMI_SKIP_UPDATE_CHECK := true

.DEFAULT_GOAL := help
.PHONY: help setup rehearse render preview test $(CHECKS) format bench lock upgrade clean

help: ## List what make can do
	@echo 'make TARGET [STACK=staging] [CLOUDS="aws gcp azure"] [PYTHON=python3.12]'
	@sed -n 's/^\([a-z][a-z-]*\):[^#]*## \(.*\)/  \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F '|' '{ printf "%-14s %s\n", $$1, $$2 }'

setup: $(READY) ## Install the locked dependencies into .venv, once
	@echo 'Set up: .venv has $(SETS).'

$(READY): $(LOCKS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Groundwork needs Python 3.11 or newer, but $(PYTHON) gives: $$($(PYTHON) --version 2>&1 | head -n 1)." \
			'Install one, or name one that is installed: make setup PYTHON=python3.12' >&2; exit 1; }
	@[ -z '$(UNKNOWN)' ] || { echo 'CLOUDS names $(UNKNOWN), expected some of: aws gcp azure' >&2; exit 1; }
	@stale=; for stamp in $(wildcard .venv/*@*); do \
		case ' $(ALL_STAMPS) ' in *" $$stamp "*) ;; *) stale=$$stamp;; esac; done; \
	if [ -n "$$stale" ] || [ ! -e .venv/home-$(HOME_KEY) ]; then \
		echo "Making .venv with $$($(PYTHON) --version)"; \
		$(PYTHON) -m venv --clear .venv || { \
			echo 'Python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }; \
		touch .venv/home-$(HOME_KEY); \
	fi
	@for stamp in $(STAMPS); do \
		[ -e $$stamp ] && continue; \
		set=$${stamp#.venv/}; set=$${set%@*}; \
		echo "Installing requirements/$$set.txt"; \
		$(BIN)/python -m pip install --quiet --require-hashes --no-deps --no-user --compile -r requirements/$$set.txt || exit 1; \
		touch $$stamp; \
	done
	@$(BIN)/python -m pip check
	@touch $@

rehearse: $(READY) ## Rehearse STACK from nothing to nothing on the real engine and a real Kubernetes, with no cloud account
	$(BIN)/python -m rehearsal up --stack $(STACK)

render: $(READY) ## Write what STACK declares to build/STACK, without the engine
	$(BIN)/python -m rehearsal render --stack $(STACK) --out build/$(STACK)

preview: $(READY) ## Preview STACK on the real engine, with no cloud account
	$(BIN)/python -m rehearsal preview --stack $(STACK)

# Each check runs even where an earlier one failed, so one run tells everything.
test: $(READY) ## Run every check: lint, format, types, layers, tests
	@failed=; for check in $(CHECKS); do \
		$(MAKE) --no-print-directory $$check || failed="$$failed $$check"; \
	done; \
	if [ -n "$$failed" ]; then echo "FAILED:$$failed (make CHECK runs one alone)"; exit 1; fi; \
	echo 'OK: $(CHECKS)'

lint: $(READY) ## Check: ruff's rules
	@echo '== lint: ruff'
	@$(BIN)/python -m ruff check --output-format concise .

format-check: $(READY) ## Check: the format is ruff's
	@echo '== format: ruff'
	@$(BIN)/python -m ruff format --check --output-format concise .

types: $(READY) ## Check: types, mypy strict (a minute or more the first time)
	@echo '== types: mypy'
	@$(BIN)/python -m mypy

layers: $(READY) ## Check: who may import whom
	@echo '== layers: import-linter'
	@$(BIN)/lint-imports

unit: $(READY) ## Check: every test
	@echo '== tests: pytest'
	@$(BIN)/python -m rehearsal.toolchain
	@$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=worksteal

format: $(READY) ## Rewrite the sources in ruff's format, and fix what ruff can fix
	$(BIN)/python -m ruff check --fix-only .
	$(BIN)/python -m ruff format .

bench: $(READY) ## Measure the rehearsal: seconds, memory and milliseconds per workload
	$(BIN)/python -m benchmarks

# The interpreter is the oldest one supported, so that the locks install on every newer one too.
lock: build/lock/bin/pip-compile ## Lock what requirements/*.in ask for, with hashes; other pins stay
	@for set in $(LOCKED); do echo "Locking $$set"; \
		env -u PIP_FIND_LINKS build/lock/bin/pip-compile $(COMPILE) --output-file requirements/$$set.txt requirements/$$set.in || exit 1; \
	done

upgrade: COMPILE += --upgrade
upgrade: lock ## Lock again, with the newest versions that requirements/*.in allow

build/lock/bin/pip-compile: requirements/lock.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
		echo 'Locks are made with Python 3.11, the oldest one supported: make lock PYTHON=python3.11' >&2; exit 1; }
	$(PYTHON) -m venv --clear build/lock
	build/lock/bin/python -m pip install --quiet --require-hashes -r requirements/lock.txt
	@touch $@

clean: ## Remove .venv, build and every cache in this folder
	rm -rf .venv build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
