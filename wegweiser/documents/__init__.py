"""Hand-written pages: read, compared with their translations, checked as entries are.

`load_docs` reads them, `edits` writes into their files. They stand between rooms 3 and 4: a check
needs them and no page.
"""

from wegweiser.documents.document import FOLDER
from wegweiser.documents.load import HANDBOOK, load_docs
from wegweiser.documents.pages import REQUIRED, DocPage, Docs

__all__ = ["FOLDER", "HANDBOOK", "REQUIRED", "DocPage", "Docs", "load_docs"]
