#!/bin/sh
# Writes the exact versions and their hashes from the ranges of pyproject.toml. The tests' file comes first: solved
# the other way round, a runtime package may take a version that a tool of the tests refuses.
set -eu
cd "$(dirname "$0")/.."

[ -x .local/lock/bin/uv ] || { python3 -m venv .local/lock && .local/lock/bin/pip install --quiet 'uv>=0.13,<0.14'; }
compile() {
    UV_PYTHON_DOWNLOADS=never .local/lock/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
        --generate-hashes --no-header --no-annotate --upgrade "$@"
}
compile --extra dev -o requirements-dev.txt
compile -c requirements-dev.txt -o requirements.txt
