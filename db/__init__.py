"""The database: records, tables and the queries by topic."""
