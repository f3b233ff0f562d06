"""How large the tests of the promises are: small within `make test`, short and full by targets of their own."""

import os
from typing import TypeVar

SIZE = os.environ.get("BACKCHANNEL_FAULTS", "small")
if SIZE not in ("small", "short", "full"):
    raise SystemExit(f"BACKCHANNEL_FAULTS={SIZE} is no size: it is small, short or full.")

_Sized = TypeVar("_Sized")


def sized(small: _Sized, short: _Sized, full: _Sized) -> _Sized:
    """Choose by the size asked for."""
    return {"small": small, "short": short, "full": full}[SIZE]
