"""The secret in a client's link: long, signed, shown once; only its checksum is kept."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.core.signing import BadSignature, Signer

_BYTES: Final = 24


def new_secret() -> tuple[str, str]:
    """A secret as it stands in an address, and the checksum that is kept of it."""
    signed = _signer().sign(secrets.token_urlsafe(_BYTES))
    return signed, kept(signed)


def kept(signed: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(signed.encode()).hexdigest()


def is_ours(signed: str) -> bool:
    """Whether we made this secret; a link that somebody changed or made up never reaches the database."""
    try:
        _signer().unsign(signed)
    except BadSignature:
        return False
    return True


def _signer() -> Signer:
    return Signer(salt="proposal link", sep=".")
