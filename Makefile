SHELL := bash
.DEFAULT_GOAL := help

PY ?= python3
ADDR ?= 127.0.0.1:8000
JOBS ?= 2
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes
COMPILE = $(BIN)/uv pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml
LOCKS = requirements.lock requirements-production.lock requirements-uv.lock
# The suite chooses its own database and its own kind of site, whatever the shell says.
CLEAN := env -u DATABASE_URL -u PASSERELLE_ENV -u SECRET_KEY -u ALLOWED_HOSTS
TEMPLATES = find templates careers pathways -name '*.html' 2>/dev/null | sort

# uv trusts its own list of certificates, unless told to trust the machine's, which may know a company's proxy.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := 1
endif

.PHONY: help setup run test check fix lock update screenshots html lighthouse pictures bench rehearse upgrade

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-11s %s\n", $$1, $$2}' Makefile

setup: .venv/.ok ## environment, secret key, database, content, first edition; can be repeated at will
	@$(MANAGE) migrate -v 0
	@$(MANAGE) setup_content

run: setup ## setup, then serve at ADDR (127.0.0.1:8000); DATABASE_URL chooses another database
	@printf '\n  site       http://%s/\n  workshop   http://%s/admin/\n' $(ADDR) $(ADDR)
	@printf "  a counsellor's account: .venv/bin/python manage.py createsuperuser\n\n"
	@$(MANAGE) runserver --nostatic $(ADDR)

test: .venv/.ok ## the whole suite on SQLite, then all that meets a database on a throw-away PostgreSQL; browser tests too
	@tools/need-chromium || echo '*** Browser tests are NOT RUN (see the line above).'
	$(CLEAN) $(BIN)/python -m pytest -q -n $(JOBS)
	$(CLEAN) $(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -q -n $(JOBS) --database

check: .venv/.ok ## lint, format, types, migrations, Django's system and deploy checks, locks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@$(TEMPLATES) | xargs -r $(BIN)/djade --check
	@$(TEMPLATES) | xargs -r $(BIN)/djlint --quiet --lint
	$(BIN)/mypy
	$(CLEAN) $(MANAGE) makemigrations --check --dry-run
	$(CLEAN) $(MANAGE) check --fail-level WARNING
	@$(CLEAN) PASSERELLE_ENV=production ALLOWED_HOSTS=passerelle.example \
	  SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') \
	  $(MANAGE) check --deploy --fail-level WARNING
	@! grep -nE '://|^-' $(LOCKS)

fix: .venv/.ok ## lint and format what can be mended by itself
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	@$(TEMPLATES) | xargs -r $(BIN)/djade || true

screenshots: .venv/.ok ## pictures of every page and state, into screenshots/ (and those of the README)
	@tools/need-chromium
	$(CLEAN) $(BIN)/python -m tools.screenshots

pictures: .venv/.ok ## the picture messengers show of a link, and the icons, again (they are committed)
	@tools/need-chromium
	$(BIN)/python tools/pictures.py

html: .venv/.ok ## every public page and state by the Nu HTML checker (needs Java and npm; installed at first use)
	$(CLEAN) $(BIN)/python -m tools.validate_html

lighthouse: .venv/.ok ## the four scores of home, job, question and result on a telephone (needs npm; installed at first use)
	@tools/need-chromium
	$(CLEAN) $(BIN)/python -m tools.lighthouse

bench: .venv/.ok ## measures beside others, as ratios in one run (docs/bench.md); PART=engine or http; installs the others
	@status=0; for part in $(or $(PART),engine http); do \
	  $(CLEAN) $(BIN)/python -m tools.bench.$$part || status=1; done; exit $$status

rehearse: .venv/.ok ## the real thing on loopback, with faults: PostgreSQL, the two app servers, nginx; ONLY=memory,kill for some
	$(CLEAN) $(BIN)/python -m tools.rehearse --only "$(ONLY)"

upgrade: .venv/.ok ## an older release of this repository installed, used and upgraded, on both databases (FROM=tag, TO=HEAD)
	$(CLEAN) $(BIN)/python tools/upgrade_rehearsal.py $(FROM) $(TO)
	$(CLEAN) $(BIN)/python tools/with_postgres.py $(BIN)/python tools/upgrade_rehearsal.py $(FROM) $(TO)

lock: .venv/.ok ## the locks from pyproject.toml, without newer versions of what they hold already
	$(COMPILE) --group dev -o requirements.lock $(UPGRADE)
	@# For servers: the same versions, without what only developers need.
	$(COMPILE) -c requirements.lock -o requirements-production.lock $(UPGRADE)
	awk '/^uv==/ {p=1} p {print} p && !/\\$$/ {exit}' requirements.lock > requirements-uv.lock
	@! grep -nE '://|^-' $(LOCKS)

update: .venv/.ok ## the locks with the newest versions pyproject.toml allows, and what changed (then `make test`)
	@mkdir -p .cache && cp requirements.lock .cache/before-update.lock
	@$(MAKE) --no-print-directory lock UPGRADE=--upgrade
	@$(BIN)/python -m tools.lock_changes .cache/before-update.lock requirements.lock

# uv fills the environment in seconds; where it cannot, plain pip does the same from the same lock.
.venv/.ok: requirements.lock requirements-uv.lock
	@tools/need-venv $(PY)
	@echo 'Filling .venv from requirements.lock'
	@{ $(PIP) -r requirements-uv.lock && $(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements.lock; } \
	  || $(PIP) -r requirements.lock
	@touch $@
