"""``python -m audits`` (see `scripts/audit`)."""

import sys

from audits.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
