"""Rows by the hundred thousand, for what is timed."""

# What a benchmark's script in Odoo's shell begins with.
COPY_ROWS = """
def copy_rows(record, count, changes):
    # "n" counts from 1; the source row stays
    cr, table = record.env.cr, record._table
    cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s",
        [table],
    )
    names = [name for (name,) in cr.fetchall()]
    shown = ", ".join(changes.get(name, '"%s"' % name) for name in names)
    cr.execute(
        'INSERT INTO %s ("%s") SELECT %s FROM %s CROSS JOIN'
        " generate_series(1, %d) AS n WHERE id = %d"
        % (table, '", "'.join(names), shown, table, count, record.id)
    )
    cr.execute("SELECT setval('%s_id_seq', (SELECT max(id) FROM %s))" % (table, table))
    cr.execute("ANALYZE " + table)  # plans of foreign keys were made for one row
"""
