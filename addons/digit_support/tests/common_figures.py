import re
import sys
import time
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 5  # seconds for what somebody outside sends
ROOM = 512  # MB for it


def tell(text):
    """Say what was measured: `make test-long` keeps it with its reports."""
    sys.stdout.write(f"{text}\n")


class FiguresMixin:
    @contextmanager
    def assertCheap(self, name):
        """What is done here takes little time and little memory."""
        held = get_memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        start = time.monotonic()
        yield
        seconds = time.monotonic() - start
        self.assertLess(seconds, PATIENCE, name)
        self.assertLess(get_memory("VmHWM") - held, ROOM, name)


def get_memory(name):
    """What this process holds (VmRSS), or held at its peak (VmHWM), in MB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) // 1024
