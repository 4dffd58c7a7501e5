"""Homeward: an article as a paced, private course in Telegram."""

import os

# The arithmetic of one question is far too small to share out: the second thread would cost twice the processor's time,
# waiting busily, and hold the event loop meanwhile. It must be known before numpy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
