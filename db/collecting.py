"""The cyclic collector and very many objects: it would walk them again and again, and stop everything meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_made() -> Iterator[None]:
    """Make many objects that stay: the collector is off meanwhile, and never walks them later; counting frees them."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def spare_what_is_there() -> None:
    """Let the collector never walk again what was made so far: what is imported alone takes it a tenth of a second."""
    gc.collect()
    gc.freeze()


def settle_down() -> None:
    """Let the collector never walk what is there by now: of a running bot mostly its libraries, a tenth of a second."""
    gc.freeze()
