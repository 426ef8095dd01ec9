"""Wegweiser: YAML from a city's integration office becomes a website in many languages."""

__version__ = "0.1.0"
