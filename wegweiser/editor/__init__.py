"""The form editor at `/admin/`: its configuration, its page, and how to try it on this machine."""

from wegweiser.editor.backend import headers_of
from wegweiser.editor.local import editor_server
from wegweiser.editor.page import FOLDER, write_editor

__all__ = ["FOLDER", "editor_server", "headers_of", "write_editor"]
