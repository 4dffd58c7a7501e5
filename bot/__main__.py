"""`python -m bot`."""

import gc

gc.disable()  # importing makes what stays, and looking through it again and again took a tenth of the time

from bot.cli.main import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main()
