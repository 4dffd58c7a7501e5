"""Chaos: real processes are killed, databases go away, Telegram stumbles, people leave; then the books are checked."""
