#!/bin/sh
# Run its arguments with the first Python that is new enough. The system's own comes first where it can make
# environments: it is built to be fast, one compiled on the machine seldom is.
new='import sys; sys.exit(sys.version_info < (3, 11))'
system=${GIAOBAN_SYSTEM_PYTHON:-/usr/bin/python3}
if "$system" -c "import ensurepip, venv; $new" >/dev/null 2>&1; then
    exec "$system" "$@"
fi
for python in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c "$new" >/dev/null 2>&1; then
        exec "$python" "$@"
    fi
done
echo "Cần Python 3.11 trở lên (Python 3.11 or newer is needed): apt install python3 python3-venv" >&2
exit 3
