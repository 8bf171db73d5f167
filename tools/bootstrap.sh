#!/bin/sh
# Makes .venv and installs what is missing: `tools/bootstrap.sh` for the site, `tools/bootstrap.sh dev` for the tests.
# Run again, it does nothing in a fraction of a second. Needs only a POSIX shell and Python 3.11 or later; system
# libraries are installed by apt-get when they are missing, and otherwise no package manager is called.
set -eu
cd "$(dirname "$0")/.."
mkdir -p .local

say() { printf '→ %s\n' "$*"; }
fail() { printf 'Erreur : %s\n' "$*" >&2; exit 1; }

# apt_install REASON PACKAGE…
apt_install() {
    reason=$1; shift
    remedy="installez les paquets suivants, puis relancez la commande : $*"
    command -v apt-get >/dev/null || fail "$reason Sans apt-get sur cette machine, $remedy"
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif command -v sudo >/dev/null; then as_root="sudo"
    else fail "$reason Sans les droits de root ni sudo, demandez à l’administrateur : apt-get install --no-install-recommends $*"
    fi
    say "Installation de paquets du système : $*"
    { $as_root apt-get update -q && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"; } \
        >.local/apt.log 2>&1 || { tail -n 20 .local/apt.log >&2; fail "$reason apt-get a échoué (messages ci-dessus) ; $remedy"; }
}

# can_load LIBRARY…: whether the dynamic linker finds each of them
can_load() { .venv/bin/python -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' "$@" 2>/dev/null; }

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        recent "$python" && return
    done
    fail "il faut Python 3.11 ou plus récent. Installez-le (apt-get install python3 python3-venv) ou indiquez-le : make demo PYTHON=/chemin/python3"
}

make_venv() {
    # An environment knows its own path: one that was copied or moved here is made again.
    recent .venv/bin/python && grep -qsF "$(pwd -P)/.venv/" .venv/bin/pip && return
    find_python
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        apt_install "le module venv de Python manque." "$version"
    fi
    say "Création de l’environnement Python"
    rm -rf .venv
    "$python" -m venv .venv || fail "l’environnement Python n’a pas pu être créé (message ci-dessus)."
}

# install LOCK: install a lock file unless this very file was the last one installed
install() {
    cmp -s "$1" ".venv/installed-$1" && return
    say "Installation des paquets Python ($1), moins d’une minute"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r "$1" \
        || fail "les paquets Python n’ont pas pu être installés (message ci-dessus) : vérifiez l’accès au réseau, puis relancez la commande."
    cp "$1" ".venv/installed-$1"
}

make_venv
case ${1:-} in
    dev)
        install requirements-dev.txt
        cp requirements.txt .venv/installed-requirements.txt # the larger file holds the smaller one, pin for pin
        ;;
    *) install requirements.txt ;;
esac

can_load libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 libfontconfig.so.1 \
    || apt_install "les bibliothèques de WeasyPrint (PDF) manquent." libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig

if [ "${1:-}" = dev ]; then
    # Chromium without its windows takes half the processor's time; not every system has it.
    command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
        || command -v google-chrome >/dev/null || (apt_install "" chromium-headless-shell 2>/dev/null) \
        || apt_install "le navigateur des tests manque." chromium
    can_load libatomic.so.1 || apt_install "une bibliothèque de Playwright manque." libatomic1
fi
