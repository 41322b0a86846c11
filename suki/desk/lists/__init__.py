"""The lists that people work with, each over one room's rows with figures from the ledger."""
