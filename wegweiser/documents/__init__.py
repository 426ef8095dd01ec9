"""Hand-written pages: read, compared with their translations, checked as entries are.

`load_docs` reads them. They stand between rooms 3 and 4: a check needs them and no page.
"""

from wegweiser.documents.docs import FOLDER, HANDBOOK, DocPage, Docs, load_docs

__all__ = ["FOLDER", "HANDBOOK", "DocPage", "Docs", "load_docs"]
