"""Working twins behind production Protocols; the contract suites hold them to the same answers."""

from tests.doubles.registry import MemoryRegistry

__all__ = ["MemoryRegistry"]
