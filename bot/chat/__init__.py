"""Telegram: updates in, cards out. Handlers decode, call one use case, and show what came back."""
