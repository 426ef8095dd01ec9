"""Audits of a built site in a real browser: too long for every change, so they are a command.

`scripts/audit` runs them over all pages; the suite runs the same code over a sample.
"""
