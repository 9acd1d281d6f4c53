"""The SQLite file: schema, connections, backups."""
