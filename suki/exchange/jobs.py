"""The jobs of this room."""

from suki.exchange.wizard.steps import advance

__all__ = ["advance"]
