"""One canonical form for entries, so that a change shows what was changed and nothing else.

- Fields stand in the order of the model, unknown ones after them; lists one item a line.
- Dates, phone numbers, postcodes and opening hours stand in quotation marks, and so does every
  text that some YAML reader (1.1 or 1.2) would take for something else. Numbers, and yes and no,
  do not.
- A text with line breaks is a block with ``|``. Any other text that would end beyond `WIDTH` is a
  block with ``>-``, broken between words there. No text changes by a byte.
- Items whose texts would lose their translations when reordered get the id that `scripts/check`
  proposes (W216).
- The first line leads editors to the schema. Comments stay with the field below them, or beside.

What is written is read again and compared before anyone gets it (`canonical`). `scalars` decides
how a value is written, `comments` what a comment stands at, `yaml_writer` writes both.
"""

from wegweiser.formatting.canonical import ChangedError, find_entries, format_entry, format_text
from wegweiser.formatting.scalars import WIDTH

__all__ = ["WIDTH", "ChangedError", "find_entries", "format_entry", "format_text"]
