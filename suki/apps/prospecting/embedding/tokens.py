"""Proof that a post comes from a page that we drew, for this form, not long ago and not in the same blink."""

from __future__ import annotations

import secrets
from datetime import timedelta
from enum import Enum

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from suki.apps.prospecting.models import LeadForm

YOUNGEST = timedelta(seconds=2)
OLDEST = timedelta(days=1)


class Age(Enum):
    """How long ago the page was drawn."""

    TOO_YOUNG = "too young"
    FITTING = "fitting"
    TOO_OLD = "too old"


def new_token(lead_form: LeadForm) -> str:
    """A token for one page; what is sent by it twice is taken once."""
    return _signer(lead_form).sign(secrets.token_urlsafe(12))


def age_of(token: str, lead_form: LeadForm) -> Age:
    """How old a token is; one that is not ours counts as too old, so that its sender gets a new one."""
    signer = _signer(lead_form)
    try:
        signer.unsign(token, max_age=OLDEST)
    except BadSignature:
        return Age.TOO_OLD
    try:
        signer.unsign(token, max_age=YOUNGEST)
    except SignatureExpired:
        return Age.FITTING
    return Age.TOO_YOUNG


def _signer(lead_form: LeadForm) -> TimestampSigner:
    return TimestampSigner(salt=f"suki.lead-form.{lead_form.key}")
