"""The file: schema, connection, copies."""
