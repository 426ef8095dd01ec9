"""Compressing a built site once, so that its server need not do it for every reader.

Beside each file that becomes smaller lie `<name>.br` (Brotli, RFC 7932) and `<name>.gz` (gzip,
RFC 1952), which nginx, Apache and Caddy serve to browsers that accept them.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import brotli

SUFFIXES = (
    *(".html", ".css", ".js", ".mjs", ".json", ".webmanifest"),
    *(".xml", ".svg", ".txt", ".csv", ".vcf"),
)
"""Endings of files that can become smaller; pictures and PDFs are compressed already."""

COMPRESSED = {"br": ".br", "gzip": ".gz"}
"""Endings of compressed files by content coding (RFC 9110, 8.4.1), the smallest first."""

_BROTLI_QUALITY = 10
"""11 makes pages smaller by one per cent more and takes twice as long; 9 is larger by a tenth."""

_LEAST_SIZE = 500
"""Bytes. Below it, a file and the headers of its answer fit into one packet either way."""

_LEAST_GAIN = 0.1
"""Share of the size; less is not worth two more files."""


def compress(place: Path) -> int:
    """Compress a file, or all below a folder, where it pays; return how many were."""
    files = sorted(place.rglob("*")) if place.is_dir() else [place]
    return sum(_compress_file(path) for path in files if _may_pay(path))


def _may_pay(path: Path) -> bool:
    return path.suffix in SUFFIXES and path.is_file() and path.stat().st_size >= _LEAST_SIZE


def _compress_file(path: Path) -> bool:
    data = path.read_bytes()
    packed = _pack(data)
    for suffix, smaller in packed.items():
        path.with_name(path.name + suffix).write_bytes(smaller)
    return bool(packed)


@lru_cache(maxsize=64)
def _pack(data: bytes) -> dict[str, bytes]:
    """Return the compressed forms of `data` that pay, by ending.

    Every edition has the same assets, so what was compressed last is kept.
    """
    return {
        suffix: smaller
        for suffix, pack in _PACKERS.items()
        if len(smaller := pack(data)) <= (1 - _LEAST_GAIN) * len(data)
    }


def _brotli(data: bytes) -> bytes:
    return bytes(brotli.compress(data, quality=_BROTLI_QUALITY))


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, 9, mtime=0)  # no time, so that the same input gives the same bytes


_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    COMPRESSED["br"]: _brotli,
    COMPRESSED["gzip"]: _gzip,
}
