"""Needs: what clients said they need, and the products that meet it."""
