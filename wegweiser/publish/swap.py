"""Replacing the served folder in one step, and clearing up after builds that were killed.

The new tree lies beside the served one (same file system). Linux swaps two folders atomically
(`renameat2` with ``RENAME_EXCHANGE``, since 3.15); elsewhere two renames follow each other, with a
moment between them in which nothing is served.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MARKER = "build.json"
"""File by which a folder is known as the output of a build."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_LOCK = ".lock"


class NotOursError(Exception):
    """The output folder holds something that no build has made."""


@contextmanager
def workspace(output: Path) -> Iterator[Path]:
    """Yield an empty folder beside `output`, removed afterwards; sweep those of killed builds.

    Raises `NotOursError` when `output` is not a folder a build has made (or an empty one).
    """
    check_is_ours(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(output.parent):
        _sweep(output)
        folder = Path(tempfile.mkdtemp(prefix=_prefix(output), dir=output.parent))
        folder.chmod(0o755)
        lock = (folder / _LOCK).open("w")
        # A record lock: unlike `flock`, no child of this process holds it after its death.
        fcntl.lockf(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        lock.close()
        _remove(folder)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other builds from sweeping in `folder` while a workspace is made there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def check_is_ours(output: Path) -> None:
    """Raise `NotOursError` when replacing `output` would destroy something no build has made."""
    if output.is_symlink() or (output.exists() and not output.is_dir()):
        raise NotOursError(f"{output} is not a folder")
    if output.is_dir() and any(output.iterdir()) and not (output / MARKER).exists():
        raise NotOursError(
            f"{output} holds files that no build has made (there is no {MARKER} in it)"
        )


def _prefix(output: Path) -> str:
    return f".{output.name}.new-"


def _sweep(output: Path) -> None:
    """Remove the workspaces whose build is no longer alive (its lock is free)."""
    folders = [path for path in output.parent.iterdir() if path.name.startswith(_prefix(output))]
    for folder in folders:
        try:
            # Only a build writes this file; nothing else of that name is ours to remove.
            with (folder / _LOCK).open("r+") as lock:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
        except FileNotFoundError:
            with contextlib.suppress(OSError):
                folder.rmdir()  # killed before it wrote anything
        except OSError:
            continue  # still in use, or gone meanwhile


def _remove(folder: Path) -> None:
    """Remove a workspace, its lock last: without it, what a killed removal leaves is not swept."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name != _LOCK:
                shutil.rmtree(path, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


def swap(new: Path, output: Path) -> None:
    """Put the folder `new` in the place of `output`; what was served before is removed."""
    if not output.exists():
        new.rename(output)
        return
    if _exchange(new, output):
        shutil.rmtree(new, ignore_errors=True)
        return
    old = new.with_name(f"{new.name}.old")
    output.rename(old)
    new.rename(output)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; return False where the system cannot do it."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    result = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE)
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
        return False
    raise OSError(code, os.strerror(code), str(other))
