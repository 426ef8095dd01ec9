"""Diagnostics: one problem each, told to the person who can mend it.

A rule (`rules`) is the stable code with its German words; a `Diagnostic` is one finding of a
rule at one place; `reporters` turn a list of them into terminal text, JSON, SARIF and the
annotations of code hosts.
"""

from wegweiser.diagnostics.diagnostic import Diagnostic, Place, Severity, exit_code
from wegweiser.diagnostics.rules import RULES, Rule

__all__ = ["RULES", "Diagnostic", "Place", "Rule", "Severity", "exit_code"]
