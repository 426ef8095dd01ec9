"""`python -m wegweiser`."""

import os
import sys

from wegweiser.cli import main

if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # to free a large site object by object takes longer than to forget it
