"""Run the migrations on the connection that was handed over, in its transaction."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    # SQLite can undo changes of tables; Python's own transactions are what could not.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
