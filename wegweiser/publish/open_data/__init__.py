"""Open data: what the site says, for the programs of partner offices.

`write_open_data` writes it into the folder `data/` of the site: records of HSDS (`hsds`), and
tables with their description (`tables`). Both are made from what the site shows, in plain German
(`plain_site`).
"""

from wegweiser.publish.open_data.files import write_open_data

__all__ = ["write_open_data"]
