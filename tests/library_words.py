"""What the libraries that Suki stands on say in English."""

from pathlib import Path

import allauth
import django
from babel.messages.pofile import read_po


def library_sentences() -> set[str]:
    """Every English sentence of Django and of the sign-in library."""
    said: set[str] = set()
    for library in (django, allauth):
        for path in Path(library.__file__).parent.rglob("locale/de/LC_MESSAGES/django.po"):
            with path.open("rb") as file:
                said |= {
                    text[0] if isinstance(text, list | tuple) else text
                    for text in (message.id for message in read_po(file))
                }
    return said
