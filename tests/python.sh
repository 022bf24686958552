#!/bin/sh
# The system's Python, for which packages are installed, even where another one stands before it in the PATH: python.sh ARGUMENT...
if [ -x /usr/bin/python3 ]; then
    exec /usr/bin/python3 "$@"
fi
exec python3 "$@"
