"""Foreign keys that are held once for a statement, for tables that take millions of rows.

PostgreSQL checks an ordinary foreign key row by row, which costs an import more than writing its rows. A field with `db_constraint=False` and
these triggers holds the same: what a row names is there, and stays locked against deletion until the row is committed. The other half, that
what is named can't be deleted, is `CANNOT_GO` on the named table.
"""

from collections.abc import Mapping

import pgtrigger

IS_THERE = """
PERFORM FROM {table} WHERE id IN (SELECT {column} FROM fresh) FOR KEY SHARE;
IF EXISTS (SELECT FROM fresh WHERE {column} IS NOT NULL AND NOT EXISTS (SELECT FROM {table} named WHERE named.id = fresh.{column})) THEN
    RAISE EXCEPTION '{column} names a row that is not in {table}' USING ERRCODE = 'foreign_key_violation';
END IF;
"""
CANNOT_GO = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM {child} c JOIN gone ON c.{column} = gone.id) THEN
        RAISE EXCEPTION 'a row of {table} is still named by {child}' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def held_by_statement(name: str, references: Mapping[str, str]) -> tuple[pgtrigger.Trigger, ...]:
    """Triggers for inserting and updating; `references` gives the table that each column names by its id."""
    checks = "".join(IS_THERE.format(column=column, table=table) for column, table in references.items())
    return tuple(
        pgtrigger.Trigger(
            name=f"{name}_on_{word}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(new="fresh"),  # type: ignore[no-untyped-call]
            func=f"{checks} RETURN NULL;",
        )
        for word, operation in (("insert", pgtrigger.Insert), ("update", pgtrigger.Update))
    )
