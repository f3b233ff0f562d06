"""Prints `ok`, the version and a key, or what this interpreter lacks. Must run on any Python, however old."""

import sys

version = "{}.{}".format(*sys.version_info[:2])
if sys.version_info < (3, 11):
    print("is Python " + version + ", too old")
else:
    import hashlib
    import os

    # Scripts in a virtual environment name it by its full path, so the key changes when the clone is moved.
    place = repr((version, sys._base_executable, os.getcwd())).encode()  # type: ignore[attr-defined]
    try:
        import venv  # noqa: F401
        from ensurepip import bootstrap  # noqa: F401

        print("ok " + version + " " + hashlib.sha256(place).hexdigest())
    except ImportError:
        print("has no venv module (on Debian and Ubuntu: apt-get install python3-venv)")
