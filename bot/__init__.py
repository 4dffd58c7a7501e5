"""Homeward: an article as a paced, private course in Telegram."""
