"""Runs one of our functions in a child process that cannot take more time or memory than it is given."""

import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Isolated (-I): no variable and no folder of the user's changes what is imported; our own path is handed on.
_START = (
    "import json, sys; asked = json.loads(sys.argv[1]); sys.path[:] = asked['path']; "
    "from bot.dossiers.intake.sandbox import confine; confine(asked)"
)
# all that a child may need from the environment; secrets are not among it
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take: seconds, and bytes of memory."""

    seconds: int = 60
    memory: int = 1 << 30

    @property
    def memory_words(self) -> str:
        """Say the memory as people do."""
        return f"{self.memory / (1 << 30):.3g} GiB"


class Exceeded(Exception):
    """The child took too much; the message says of what."""


def run_confined(module: str, function: str, *arguments: str, content: bytes, limits: Limits) -> bytes:
    """Call a function in a child, with `content` as its standard input; return its standard output.

    Raises Exceeded; a mistake of the function itself is raised as RuntimeError with the child's traceback.
    """
    path = [os.path.abspath(entry) for entry in sys.path]
    asked = {"path": path, "seconds": limits.seconds, "memory": limits.memory, "module": module}
    asked |= {"function": function, "arguments": arguments}
    try:
        done = start_child(asked, content)
    except subprocess.TimeoutExpired:
        raise Exceeded(f"more than {limits.seconds} s") from None
    if done.returncode:
        raise _why(done, limits)
    return done.stdout


def start_child(asked: Mapping[str, Any], content: bytes) -> subprocess.CompletedProcess[bytes]:
    """Let a new interpreter do what is asked; raises subprocess.TimeoutExpired."""
    return subprocess.run(
        [sys.executable, "-I", "-c", _START, json.dumps(asked)],
        input=content,
        capture_output=True,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        timeout=asked["seconds"],
        check=False,
    )


def confine(asked: Mapping[str, Any]) -> None:
    """Limit this process and call the function that is asked for: what the child does."""
    _limit(asked["seconds"], asked["memory"])
    getattr(importlib.import_module(asked["module"]), asked["function"])(*asked["arguments"])


def _limit(seconds: int, memory: int) -> None:
    """Limit this process, as far as the system can; a child whose parent died ends by this too."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock remains
        return
    wanted = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0}
    if hasattr(resource, "RLIMIT_AS"):
        wanted[resource.RLIMIT_AS] = memory
    for kind, most in wanted.items():
        _soft, hard = resource.getrlimit(kind)
        try:
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):  # macOS refuses some
            continue


def _why(done: subprocess.CompletedProcess[bytes], limits: Limits) -> Exception:
    told = done.stderr.decode("utf-8", "replace")
    if done.returncode == -getattr(signal, "SIGXCPU", 0):
        return Exceeded(f"more than {limits.seconds} s")
    if done.returncode < 0 or told.rstrip().endswith("MemoryError"):
        # compiled parts do not raise MemoryError: they abort, or touch memory they were not given
        return Exceeded(f"more than {limits.memory_words} of memory")
    return RuntimeError(f"the child that reads dossiers failed:\n{told}")
