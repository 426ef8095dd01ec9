"""Room 5, publish: stages become a verified site that replaces the served one in one step."""

from wegweiser.publish.build import Builder, BuildError, EngineError

__all__ = ["BuildError", "Builder", "EngineError"]
