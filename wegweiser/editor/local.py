"""The form editor on this machine: it reads and writes the files of a working copy, no cloud.

It answers what Decap CMS's "proxy" backend asks (the actions of the npm package decap-server,
`localFs`), for the files of a site and no others, and to the editor's own page alone: other
websites that are open in the same browser must not be able to write here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any

from wegweiser.editor.backend import API
from wegweiser.editor.page import FOLDER
from wegweiser.model.fields import ID_PATTERN, IMAGE_NAME
from wegweiser.model.images import MAX_IMAGE_BYTES
from wegweiser.model.load import CONTENT, IMAGES
from wegweiser.read.files import MAX_CONTENT_BYTES
from wegweiser.schemas import kind_of
from wegweiser.writing import write_whole

HOST = "127.0.0.1"

_MAX_REQUEST = 4 * (MAX_IMAGE_BYTES + MAX_CONTENT_BYTES)

Answer = Any
"""What becomes the JSON of a response."""


class RefusedError(Exception):
    """The request is for no file of the site, or for nothing that is done here."""


class WorkingCopy:
    """The files of the site in `root`, as the editor's backend."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def answer(self, action: str, params: Mapping[str, Any]) -> Answer:
        """Carry out one action. Raises `RefusedError`, and `OSError` for a file."""
        actions: dict[str, Callable[[Mapping[str, Any]], Answer]] = {
            "info": lambda p: {"repo": self.root.name, "publish_modes": ["simple"]},
            "entriesByFolder": self._entries_by_folder,
            "entriesByFiles": lambda p: [self._entry(file["path"]) for file in p["files"]],
            "getEntry": lambda p: self._entry(p["path"]),
            "persistEntry": self._persist,
            "getMedia": lambda p: [self._medium(path) for path in self._images()],
            "getMediaFile": lambda p: self._medium(self._image(p["path"])),
            "persistMedia": self._persist_medium,
            "getDeployPreview": lambda p: None,
        }
        if action not in actions:
            raise RefusedError(f"no such action here: {action}")
        return actions[action](params)

    def _entries_by_folder(self, params: Mapping[str, Any]) -> Answer:
        folder = self.root / CONTENT / PurePosixPath(params["folder"]).name
        paths = sorted(folder.glob("*.yml"))
        names = [path.relative_to(self.root).as_posix() for path in paths]
        return [self._entry(name) for name in names if self._is_file_of_site(name)]

    def _entry(self, name: str) -> Answer:
        path = self._file(name)
        if not path.is_file():
            return {"data": None, "file": {"path": name, "id": None}}
        data = path.read_bytes()
        return {"data": data.decode("utf-8"), "file": {"path": name, "id": _digest(data)}}

    def _persist(self, params: Mapping[str, Any]) -> Answer:
        for file in params["dataFiles"]:
            if file.get("newPath") not in (None, file["path"]):
                raise RefusedError("scripts/rename gives an entry another id")
        files = [(self._file(file["path"]), file["raw"]) for file in params["dataFiles"]]
        images = [(self._image(asset["path"]), asset["content"]) for asset in params["assets"]]
        for path, text in files:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text)
        for path, content in images:
            self._write_image(path, content)
        return {"message": "entry persisted"}

    def _persist_medium(self, params: Mapping[str, Any]) -> Answer:
        path = self._image(params["asset"]["path"])
        self._write_image(path, params["asset"]["content"])
        return self._medium(path)

    def _write_image(self, path: Path, content: str) -> None:
        data = base64.b64decode(content, validate=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def _images(self) -> list[Path]:
        folder = self.root / CONTENT / IMAGES
        return [path for path in sorted(folder.glob("*")) if IMAGE_NAME.fullmatch(path.name)]

    def _medium(self, path: Path) -> Answer:
        data = path.read_bytes()
        return {
            "id": _digest(data),
            "content": base64.b64encode(data).decode("ascii"),
            "encoding": "base64",
            "path": path.relative_to(self.root).as_posix(),
            "name": path.name,
        }

    def _file(self, name: str) -> Path:
        """Return the path of an entry's file, there or not. Raises `RefusedError`."""
        if not self._is_file_of_site(name):
            raise RefusedError(f"{name} is no entry of this site")
        return self.root / name

    def _is_file_of_site(self, name: str) -> bool:
        path = self.root / name
        is_named_well = ".." not in PurePosixPath(name).parts and ID_PATTERN.fullmatch(path.stem)
        is_here = not path.is_symlink() and not path.parent.is_symlink()
        return bool(is_named_well and is_here and kind_of(path, self.root))

    def _image(self, name: str) -> Path:
        """Return the path of a picture, there or not. Raises `RefusedError`."""
        path = self.root / CONTENT / IMAGES / PurePosixPath(name).name
        if name != path.relative_to(self.root).as_posix() or not IMAGE_NAME.fullmatch(path.name):
            raise RefusedError(f"{name} is no name of a picture")
        if path.is_symlink() or path.parent.is_symlink():
            raise RefusedError(f"{name} is a link")
        return path


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def editor_server(root: Path, tree: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of the editor in the folder `tree`, which writes to the site in `root`.

    Raises `OSError` when the port cannot be used.
    """
    handler = partial(_Handler, WorkingCopy(root), directory=str(tree))
    return ThreadingHTTPServer((HOST, port), handler)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the editor's files and answers its backend."""

    def __init__(self, copy: WorkingCopy, *arguments: Any, **options: Any) -> None:
        self._copy = copy
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"/{FOLDER}/")
            self.end_headers()
        elif self._is_for_us():
            super().do_GET()

    def do_POST(self) -> None:
        if not self._is_for_us():
            return
        size = self.headers.get("Content-Length", "")
        own = self.headers.get("Origin") == f"http://{self.headers.get('Host')}"
        if not own or self.path != API or not re.fullmatch(r"[0-9]{1,9}", size):
            self.send_error(HTTPStatus.FORBIDDEN)
        elif int(size) > _MAX_REQUEST:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._send_json(*self._carry_out(self.rfile.read(int(size))))

    def _is_for_us(self) -> bool:
        """Refuse a request that came by another name: a page elsewhere had it lead here."""
        name = self.headers.get("Host", "").partition(":")[0]
        if name in (HOST, "localhost"):
            return True
        self.send_error(HTTPStatus.FORBIDDEN)
        return False

    def _carry_out(self, body: bytes) -> tuple[HTTPStatus, Answer]:
        try:
            request = json.loads(body)
            return HTTPStatus.OK, self._copy.answer(request["action"], request.get("params", {}))
        except RefusedError as error:
            return HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)}
        except (ValueError, TypeError, LookupError):
            return HTTPStatus.BAD_REQUEST, {"error": "not a request of the editor"}
        except OSError as error:
            return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": error.strerror or "not written"}

    def _send_json(self, status: HTTPStatus, answer: Answer) -> None:
        body = json.dumps(answer).encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing of requests."""
