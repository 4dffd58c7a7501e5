"""What everybody who is measured sends, and with which token."""

TOKEN = "1:bench-only-never-a-real-token-000"
WORDS = "Tea is ready when you are."
