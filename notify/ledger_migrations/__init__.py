"""The schemas of the ledger, one after the other; Alembic runs them.

A migration never changes once it was published, and imports nothing of the program: it must do
in ten years what it does today.
"""
