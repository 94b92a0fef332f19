#!/bin/sh
# Make (or refresh) the virtual environment: make_venv.sh FOLDER EXTRAS
# Takes $PYTHON where given, else the first python on PATH that is new enough. Needs no root, changes nothing outside.
set -eu

folder=$1
extras=$2

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    echo "jscert needs Python 3.11 or newer; none was found (looked for: ${PYTHON:-python3, python3.11 … 3.14, python})." >&2
    echo "Install one, or name it: make setup PYTHON=/path/to/python3" >&2
    exit 1
}

if ! new_enough "$folder/bin/python"; then
    python=$(find_python)
    echo "Making $folder with $("$python" --version)"
    if ! "$python" -m venv --clear "$folder"; then
        echo "This Python cannot make virtual environments (on Debian: apt-get install python3-venv)." >&2
        exit 1
    fi
fi

echo "Installing jscert with its $extras packages into $folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --editable ".[$extras]"
