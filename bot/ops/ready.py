"""The container's health check: asks the bot if it is ready, and prints what it says. Status 1: it is not."""

import os
import sys
from http.client import HTTPConnection, HTTPException


def main() -> int:
    """Ask at the port of LISTEN."""
    port = int(os.environ["LISTEN"].rpartition(":")[2])
    connection = HTTPConnection("127.0.0.1", port, timeout=8)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        print(answer.read().decode(), end="")
    except (OSError, HTTPException) as error:
        print(f"no answer: {error}")
        return 1
    return int(answer.status != 200)


if __name__ == "__main__":
    sys.exit(main())
