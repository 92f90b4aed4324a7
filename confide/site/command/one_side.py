"""One side of the service as a process of its own, started by `confide serve`."""

import os
import sys
from pathlib import Path

from confide.site.command.ending import listen_again
from confide.site.command.preparing import prepare
from confide.site.command.serving import serve_one
from confide.site.command.trouble import Trouble

if __name__ == "__main__":
    listen_again()
    try:
        prepare(Path(os.environ["CONFIDE_DATA"]), side=os.environ["CONFIDE_SIDE"])
        sys.exit(serve_one(sys.argv[1], int(sys.argv[2])))
    except Trouble as trouble:
        sys.exit(f"confide: {trouble}")
