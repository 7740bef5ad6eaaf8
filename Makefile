# The menu: `make` prints it. Every target that needs the environment builds it first.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
DEALS := rikers_able denver_supportive_housing starter

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test nightly check bench docs lock clean

help:  ## show this menu
	@sed -nE 's/^([a-z]+):[^#]*## (.*)/\1|\2/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name about; do printf '  make %-6s %s\n' "$$name" "$$about"; done

setup: $(READY)  ## build .venv from the lock; done again only when pyproject.toml or the lock changes

demo: $(READY)  ## run two published deals and the starter; workbooks and term sheets land in outputs/
	@for deal in $(DEALS); do $(BIN)/sib run deal_templates/$$deal.yaml || exit 1; done

test: $(READY)  ## run every test, in about twenty minutes on two processors
	$(BIN)/pytest -n 2 --dist worksteal

nightly: $(READY)  ## the parity tests with more random changes and more random deals
	SIBMODEL_FLEXES=200 SIBMODEL_RANDOM_DEALS=3000 $(BIN)/pytest -n 2 --dist worksteal tests/parity

check: $(READY)  ## lint, formatting, types, and the order of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

bench: $(READY)  ## time the engine beside its baselines
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.scale

docs: $(READY)  ## write again what is generated in docs/: the list of deals, the deal language, the schema for editors
	@$(BIN)/sib schema --output docs/deal.schema.json > /dev/null
	@$(BIN)/python -m sibmodel.report.library docs/deals.md
	@$(BIN)/python -m sibmodel.report.language docs

# Any Python from 3.11 on will do; name another with `make setup PYTHON=...`. A command that exists but
# does not start, is older, or cannot make environments is passed over.
$(BIN)/python:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
		if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "$(VENV): $$("$$python" --version), found as $$python"; \
			exec "$$python" -m venv $(VENV); \
		fi; \
	done; \
	echo "sibmodel needs Python 3.11 or later, and neither python3.11, python3.12, python3.13 nor python3 is one." >&2; \
	echo "Install one with its venv module (on Debian: python3 and python3-venv), or name one:" >&2; \
	echo "    make setup PYTHON=python3.14" >&2; \
	exit 1

$(READY): pyproject.toml requirements.lock src/sibmodel/version.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation --editable .
	@touch $@

# Keeps the versions already locked and adds what pyproject.toml newly asks for; `make lock UPGRADE=1`
# moves everything to its newest version. One lock serves every supported Python, by its markers.
lock:  ## write requirements.lock again (UPGRADE=1 for the newest versions)
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	for python in $(PYTHON) $(BIN)/python python3.11 python3.12 python3.13 python3; do \
		if "$$python" -m venv "$$tools" 2>/dev/null; then break; fi; \
	done; \
	"$$tools/bin/python" -m pip install --quiet uv; \
	"$$tools/bin/uv" --no-config pip compile pyproject.toml --extra dev --output-file requirements.lock \
		--universal --python-version 3.11 --fork-strategy fewest --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet $(if $(UPGRADE),--upgrade); \
	{ echo "# The exact versions and hashes of everything, written by 'make lock'."; cat requirements.lock; } > "$$tools/lock"; \
	cp "$$tools/lock" requirements.lock; \
	echo "requirements.lock: $$(grep -c == requirements.lock) packages"

clean:  ## empty outputs/ and remove caches and built files; .venv stays
	find outputs -mindepth 1 ! -name README.md -delete
	rm -rf build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find benchmarks src tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
