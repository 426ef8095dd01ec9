"""The site measured beside its peers, in the same run (see `scripts/bench`)."""
