"""`python -m wegweiser`."""

import sys

from wegweiser.cli import main

if __name__ == "__main__":
    sys.exit(main())
