# Sourced by ./run and ./test: finds Python, and makes .venv from the lock file when it is not there yet.
# Expects $here, the folder of the checkout. Offers set_up runtime|dev, after which $here/.venv/bin/suki works.

unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
venv=$here/.venv

stop() {
    echo "$*" >&2
    exit 1
}

find_python() {
    for name in ${SUKI_PYTHON:-} python3.11 python3.12 python3.13 python3 python; do
        python=$(command -v "$name") || continue
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && return
    done
    stop "Suki needs Python 3.11 or newer; install it with: apt-get install python3 python3-venv"
}

set_up() {
    wanted=$1
    if is_set_up "$wanted"; then
        return
    fi
    [ -w "$here" ] || stop "Suki is not set up yet and $here cannot be written: run this once as its owner."
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$here/.venv.lock"
        flock 9
        if is_set_up "$wanted"; then
            exec 9>&-
            return
        fi
    fi
    find_python
    echo "Setting up in $venv (once; this takes a minute) ..." >&2
    rm -f "$venv/suki-stamp"
    install_packages "$wanted"
    install_suki
    stamp "$wanted" >"$venv/suki-stamp"
    exec 9>&-
}

# What the environment was made from: the lock, the place, and whether the developers' tools are in.
stamp() {
    lock=$(cat "$here/uv.lock" "$here/requirements.txt" "$here/requirements-dev.txt" "$here/.ci/setup.sh" | cksum)
    echo "$1 $lock $here"
}

is_set_up() {
    [ -x "$venv/bin/python" ] && [ -r "$venv/suki-stamp" ] || return 1
    made=$(cat "$venv/suki-stamp")
    [ "$made" = "$(stamp dev)" ] || { [ "$1" = runtime ] && [ "$made" = "$(stamp runtime)" ]; }
}

install_packages() {
    if command -v uv >/dev/null 2>&1 && install_with_uv "$1"; then
        return
    fi
    install_with_pip "$1"
}

install_with_uv() {
    groups=--all-groups
    [ "$1" = runtime ] && groups=--no-dev
    UV_PROJECT_ENVIRONMENT=$venv UV_PYTHON_DOWNLOADS=never uv sync --project "$here" --python "$python" --frozen \
        --inexact --compile-bytecode --quiet $groups
}

install_with_pip() {
    requirements=$here/requirements-dev.txt
    [ "$1" = runtime ] && requirements=$here/requirements.txt
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1 &&
        ! "$venv/bin/python" -m ensurepip >/dev/null 2>&1; then
        "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
            stop "Python's venv module is missing; install it with: apt-get install python$version-venv"
        rm -rf "$venv"
        "$python" -m venv "$venv" ||
            stop "Python's virtual environment could not be made; install what it needs with: apt-get install python$version-venv"
    fi
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
        --requirement "$requirements" || stop "The packages could not be installed; the reason stands above."
}

# The checkout itself needs no build: Python is told where it lies, and the command is two lines.
install_suki() {
    packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    echo "$here" >"$packages/suki.pth"
    cat >"$venv/bin/suki" <<'COMMAND'
#!/bin/sh
exec "$(dirname "$(readlink -f "$0")")/python" -P -m suki "$@"
COMMAND
    chmod +x "$venv/bin/suki"
    "$venv/bin/python" -m compileall -q "$here/suki" || true
}
