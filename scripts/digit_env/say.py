"""What a person reads while the programs work."""

import signal
import sys
import time

TICK = 0.5  # seconds between two looks at a running command
QUIET_TICK = 10  # seconds between two lines when the output is not a terminal


class Failure(Exception):
    """Something a person can put right: one sentence, no traceback."""


def step(text):
    """Say what is being done now."""
    print(f"==> {text}", flush=True)


def note(text):
    """A detail of the current step."""
    print(f"    {text}", flush=True)


def main(function, *args):
    """Run a program; a ``Failure`` becomes its one sentence and exit code 1.

    Being told to end (SIGTERM) is the same as Ctrl-C.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(function(*args))
    except Failure as failure:
        stop(failure)
    except OSError as error:
        stop(f"{error.strerror}: {error.filename}." if error.filename else error)
    except KeyboardInterrupt:
        print("\nInterrupted. Run it again to go on from here.", file=sys.stderr)
        sys.exit(130)


def stop(sentence):
    """Say what is wrong and end."""
    sys.stdout.flush()
    print(f"\nStopped: {sentence}", file=sys.stderr)
    sys.exit(1)


class Progress:
    """One line that tells how a long command is getting on."""

    def __init__(self, measure=None):
        self.measure = measure
        self.start = self.last = time.monotonic()
        self.on_terminal = sys.stdout.isatty()

    def tick(self):
        """Show the progress, rewriting the line on a terminal."""
        now = time.monotonic()
        if not self.on_terminal and now - self.last < QUIET_TICK:
            return
        self.last = now
        text = f"    {now - self.start:.0f} s"
        if self.measure:
            text += f", {self.measure()}"
        print(text, end="\x1b[K\r" if self.on_terminal else "\n", flush=True)

    def done(self):
        """Wipe the line."""
        if self.on_terminal:
            print("\x1b[K", end="", flush=True)
