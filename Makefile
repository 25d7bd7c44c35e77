# Every chore is one word; `make` lists them. The Python environment in .venv/ is built from the
# lock files, and built again when they change. Nothing is written outside .venv/ and var/, except
# that `make test`, as root on Debian, installs the Chromium its pages are tested in.

HOST ?= 127.0.0.1
PORT ?= 8000
# Which Python to use, if not the first fit one: make run PYTHON=python3.12
PYTHON ?=

VENV := .venv
PY := $(VENV)/bin/python
export UV_CACHE_DIR ?= $(CURDIR)/$(VENV)/cache
export PIP_CACHE_DIR ?= $(CURDIR)/$(VENV)/cache/pip
export UV_PYTHON_DOWNLOADS := never
export PLAYWRIGHT_BROWSERS_PATH ?= $(CURDIR)/$(VENV)/browsers
export PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT ?= 20000

# A stamp carries the checksum of its lock file, so a changed lock file is a missing stamp.
stamp = $(VENV)/.$(1)-$(shell cksum < $(2) | tr ' ' '-')$(if $(PYTHON),-$(subst /,-,$(PYTHON)))
RUNS := $(call stamp,runs,requirements.lock)
TESTS := $(call stamp,tests,requirements-test.lock)

.DEFAULT_GOAL := help
.PHONY: help run env test check lock screenshots bench campaign clean chromium

help: ## List the chores
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNS) ## Start the site on http://127.0.0.1:8000 with a demo (HOST=, PORT=)
	@exec $(PY) -m workshop --host "$(HOST)" --port "$(PORT)"

env: ## Write .env, the settings of docker-compose.yml, with new secrets
	@$(or $(PYTHON),python3) workshop/management/env_file.py .env

# Some machines forbid it, and then every process that a test starts compiles the site anew.
check test: export PYTHONDONTWRITEBYTECODE :=
# Two workers have a core each: threads of numpy would only wait for one another.
test: export OMP_NUM_THREADS := 1
test: $(TESTS) chromium ## Run the tests on PostgreSQL, Redis and Chromium (ARGS="-k name")
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS) $(PYTEST_ARGS)

check: export VAR_DIR := $(CURDIR)/var/check
check: $(TESTS) ## Look for mistakes without running the site: style, types, templates, settings
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .
	$(PY) -m djlint --lint --quiet templates
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	@! grep -n '://' requirements.lock requirements-test.lock

COMPILE = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links $(ARGS) pyproject.toml
lock: $(RUNS) ## Take new versions of the libraries into both lock files (ARGS=--upgrade)
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group test --constraint requirements.lock --output-file requirements-test.lock

screenshots: $(TESTS) chromium ## Take a picture of every page, into var/screenshots/
	@$(PY) bench/screenshots.py

bench: $(TESTS) ## Print what pages, a release and matching cost, and how good the matching is
	@$(PY) -m bench.pages
	@$(PY) -m bench.matching
	@$(PY) -m bench.matching_repair
	@$(PY) -m bench.affinity

campaign: $(TESTS) ## Look for leaks in full, for 45 minutes; goes on where it was (NAME="crawler …")
	@$(PY) -m bench.campaign $(NAME) $(ARGS)

clean: ## Remove what can be made again; the site's data in var/ stays
	rm -rf $(VENV) var/check var/static var/test
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the Python environment -----------------------------------------------------------------

FIT := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
apt = [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && timeout 60 apt-get update -qq \
	&& DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1) >/dev/null

# Candidates are run, not looked up: a version manager's shim can be there and still not start.
define make_venv
for python in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
	$$python $(FIT) 2>/dev/null && break; python=; \
done; \
[ -n "$$python" ] || { echo "Python 3.11 or newer is needed. Name one with PYTHON=" >&2; exit 1; }; \
echo "Making $(VENV) with $$($$python --version)"; \
rm -rf $(VENV); \
$$python -m venv $(VENV) >/dev/null || { $(call apt,python3-venv) && $$python -m venv --clear $(VENV); }
endef

# An environment whose making was interrupted can lack pip.
define same_python
$(PY) $(FIT) 2>/dev/null && $(PY) -m pip --version >/dev/null 2>&1 && { [ -z "$(PYTHON)" ] || [ "$$($(PY) --version)" = "$$($(PYTHON) --version)" ]; }
endef

# uv takes seconds, but trusts only its own list of certificate authorities; where it cannot reach
# the registry, pip installs the same files by the same hashes.
define install
@{ $(same_python); } || { $(make_venv); }
@awk '/^[^ #]/ { uv = /^uv==/ } uv' requirements.lock > $(VENV)/uv.lock
@$(PY) -m pip install -qq --require-hashes --no-deps --requirement $(VENV)/uv.lock
@echo "Installing $(1)"
@$(VENV)/bin/uv pip install -qq --python $(PY) --require-hashes --requirement $(1) \
	|| $(PY) -m pip install -qq --require-hashes --requirement $(1)
@rm -f $(filter-out $(RUNS) $(TESTS),$(wildcard $(VENV)/.runs-* $(VENV)/.tests-*))
@touch $@
endef

$(RUNS): ; $(call install,requirements.lock)

$(TESTS): ; $(call install,requirements-test.lock)

# The shell is Debian's Chromium without its windows, and needs two thirds of its time. A downloaded
# browser counts only if it starts: it may lack libraries that Debian's own brings.
chromium: $(TESTS)
	@command -v chromium-headless-shell >/dev/null || { $(call apt,chromium-headless-shell) 2>&1; } >/dev/null \
		|| $(PY) tests/chromium.py >/dev/null || { echo "Looking for a Chromium to test pages in"; \
		{ $(PY) -m playwright install chromium >/dev/null 2>&1 && $(PY) tests/chromium.py >/dev/null; } \
		|| { $(call apt,chromium); }; } \
		|| echo "No Chromium could be had: the browser tests will be skipped" >&2
