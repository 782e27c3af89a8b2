"""Running other programs, with their output kept in a log."""

import subprocess

from . import paths, say


def tail(path, lines=15):
    """The last lines of a log, for a failure's sake."""
    text = path.read_text(errors="replace").splitlines()
    return "\n".join(f"    | {line}" for line in text[-lines:])


def logged(command, log, failure, measure=None, **options):
    """Run ``command`` with a progress line; on failure raise ``failure``.

    The output goes to the log of that name; its end is shown when it fails.
    ``failure`` is a sentence, or a function that finds one in the output.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    path = paths.LOGS / log
    with path.open("wb") as output:
        code = watch(command, say.Progress(measure), stdout=output, **options)
    if code:
        print(tail(path), flush=True)
        raise say.Failure(f"{explain(path, failure)} (log: {path})")


def explain(path, failure):
    """The sentence that tells why a command failed."""
    text = path.read_text(errors="replace")
    if "No space left on device" in text:
        return f"the disk is full: make room for {paths.HOME}"
    return failure(text) if callable(failure) else failure


def watch(command, progress, **options):
    """Run ``command``, ticking ``progress`` until it ends; returns its code."""
    options.setdefault("stdin", subprocess.DEVNULL)
    process = subprocess.Popen(command, stderr=subprocess.STDOUT, **options)
    try:
        while True:
            try:
                return process.wait(say.TICK)
            except subprocess.TimeoutExpired:
                progress.tick()
    finally:
        progress.done()
        if process.poll() is None:
            process.terminate()
            process.wait()


def size_of(folder):
    """Megabytes in a folder of downloads, as a progress measure."""
    total = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return f"{total / 1e6:.0f} MB"
