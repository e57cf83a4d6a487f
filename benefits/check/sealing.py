"""What the server seals and it alone can read: compressed, then encrypted and signed, with the time of sealing.

The newest of ANSWERS_KEYS seals, any of them opens.
"""

from __future__ import annotations

import zlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

MAX_TEXT_BYTES = 64 * 1024


class NotOursError(ValueError):
    """None of our keys sealed it, or it was changed since."""


class TooOldError(ValueError):
    """We sealed it, but longer ago than counts."""


def sealed(packed: bytes) -> str:
    """The bytes encrypted and signed, in the letters of an address."""
    return _keys().encrypt(packed).decode()


def opened(text: str, seconds: int) -> bytes:
    """The bytes, if they were sealed in the last so many seconds. Raises NotOursError and TooOldError."""
    try:
        return _keys().decrypt(text, ttl=seconds)
    except (InvalidToken, ValueError):
        raise (TooOldError if _is_ours(text) else NotOursError) from None


def packed(text: str, dictionary: bytes = b"") -> bytes:
    """The text in few bytes. What it shares with the dictionary costs next to nothing."""
    deflater = zlib.compressobj(9, zdict=dictionary)
    return deflater.compress(text.encode()) + deflater.flush()


def unpacked(packed: bytes, dictionary: bytes = b"") -> bytes:
    """The text, at most MAX_TEXT_BYTES: a few bytes must not unpack to a server's memory. Raises ValueError."""
    inflater = zlib.decompressobj(zdict=dictionary)
    try:
        text = inflater.decompress(packed, MAX_TEXT_BYTES)
    except zlib.error as error:
        raise ValueError("not packed so") from error
    if not inflater.eof:
        raise ValueError("unpacks to too much")
    return text


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.ANSWERS_KEYS])


def _is_ours(text: str) -> bool:
    """Whether one of our keys sealed it, however long ago."""
    try:
        _keys().extract_timestamp(text)
    except (InvalidToken, ValueError):
        return False
    return True
