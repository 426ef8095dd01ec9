"""Room 1, read: files become located values.

`read_yaml` is what the model calls; `TextFile` is shared with the readers of catalogues and
hand-written pages. Nothing here knows a field.
"""

from wegweiser.read.files import TextFile, list_files, read_text_file
from wegweiser.read.parser import read_yaml
from wegweiser.read.values import Located, Mapping, Scalar, Sequence

__all__ = [
    "Located",
    "Mapping",
    "Scalar",
    "Sequence",
    "TextFile",
    "list_files",
    "read_text_file",
    "read_yaml",
]
