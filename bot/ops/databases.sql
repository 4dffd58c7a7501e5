-- Beside the main database, the key store: a database apart, and never in the same backup.
CREATE DATABASE people;
