"""No process of a build outlives it."""

from __future__ import annotations

import ctypes
import os
import signal

_PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int) -> None:
    """Let the system end this process when its parent, the process `parent`, dies.

    Otherwise the workers of a killed build go on for ever. Only Linux can do it (`prctl`);
    elsewhere nothing happens.
    """
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:  # it has died before the system knew
        os._exit(1)
