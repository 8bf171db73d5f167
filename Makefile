# Two commands are enough: `make demo` shows the site, `make test` proves that it holds.

PORT ?= 8000
PYTHON ?=
PYTEST_ARGS ?= -n 2 --dist worksteal
export PORT PYTHON

python := .venv/bin/python
on_tests_database := $(python) -m cper.database --tests run
# What a production machine would say; the values are only for the check.
production := env -u CPER_DEMO -u DEBUG SECRET_KEY=$$(head -c 64 /dev/urandom | base64 -w 0) ALLOWED_HOSTS=cper.example

# Some tools talk even when all is well: show their words only when it is not.
quietly := sh -c '"$$@" >.local/check.log 2>&1 || { cat .local/check.log; exit 1; }' -

.DEFAULT_GOAL := help
.PHONY: help demo stop test quick check fix bench drills lock clean

help: ## cette liste
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 16

demo: ## le site, sa base et ses données de démonstration, sur http://127.0.0.1:8000 (PORT=… pour un autre port)
	@tools/bootstrap.sh
	@exec $(python) -m cper.demo

stop: ## arrête la démonstration lancée ailleurs
	@[ ! -x $(python) ] || $(python) -m cper.demo stop

test: check ## les vérifications, puis tous les tests, navigateur compris (PYTEST_ARGS=… pour choisir)
	@echo "→ Tests"
	@exec $(on_tests_database) .venv/bin/pytest $(PYTEST_ARGS)

quick: ## les tests que touche ce qui a changé depuis main, les plus proches d’abord, sans navigateur (1 min 30)
	@tools/bootstrap.sh dev
	@exec $(on_tests_database) .venv/bin/pytest $(PYTEST_ARGS) -m "not browser" $$($(python) tools/quick.py)

check: ## les vérifications seules
	@tools/bootstrap.sh dev
	@echo "→ Python : règles et mise en forme"
	@.venv/bin/ruff check --quiet
	@.venv/bin/ruff format --check --quiet
	@echo "→ Gabarits"
	@$(quietly) .venv/bin/djlint templates --check
	@$(quietly) .venv/bin/djlint templates --lint
	@echo "→ Qui importe qui"
	@$(quietly) .venv/bin/lint-imports
	@echo "→ Migrations et réglages de production"
	@$(quietly) env CPER_DEMO=1 $(on_tests_database) $(python) manage.py makemigrations --check --dry-run
	@$(quietly) $(production) $(python) manage.py check --deploy --fail-level WARNING

fix: ## corrige la mise en forme
	@tools/bootstrap.sh dev
	@.venv/bin/ruff check --fix
	@.venv/bin/ruff format
	@.venv/bin/djlint templates --reformat --quiet

bench: ## mesure les pages (BENCH_SIZES=100,1000,10000)
	@tools/bootstrap.sh
	@LOG_LEVEL=WARNING $(production) $(on_tests_database) $(python) manage.py bench
	@LOG_LEVEL=WARNING exec $(production) $(on_tests_database) $(python) manage.py bench_follow_up

drills: ## met le site en marche à l’épreuve : courses, pannes, vagues (quelques minutes)
	@tools/bootstrap.sh
	@exec $(python) -m cper.drills

lock: ## recalcule les versions exactes des paquets
	@tools/lock.sh

clean: stop ## efface l’environnement et les données locales
	@rm -rf .venv .local
