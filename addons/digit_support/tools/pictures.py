"""Pictures that somebody outside sent: opened, a small file may become a huge one."""

import io
import struct
import zlib

from PIL import Image

MAX_PIXELS = 50_000_000  # as the base has it where it shows one
# What the library raises for a picture that is none, is cut off, or is too large.
UNREADABLE = (
    ArithmeticError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    OSError,
    SyntaxError,
    ValueError,
    struct.error,
    zlib.error,
)


def is_openable(content):
    """Whether a picture may be opened to make it smaller: by what its header says."""
    try:
        width, height = Image.open(io.BytesIO(content)).size
    except UNREADABLE:
        return False
    return width * height <= MAX_PIXELS
