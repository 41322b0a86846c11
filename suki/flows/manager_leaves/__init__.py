"""Somebody leaves: their accounts, deals, leads, promises, plans and handoffs go to their successors, in one step."""
