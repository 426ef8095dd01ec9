"""`python -m wegweiser`."""

import os
import sys
from contextlib import suppress

from wegweiser.cli import main

if __name__ == "__main__":
    code = main()
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError):  # whoever read it has gone
            stream.flush()
    os._exit(code)  # to free a large site object by object takes longer than to forget it
