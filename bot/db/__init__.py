"""Tables, column types, transactions, migrations; and the key store, a database apart."""
