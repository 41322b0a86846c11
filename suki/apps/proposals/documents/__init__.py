"""A proposal on paper, in the client's language: PDF to be read and kept, DOCX to be worked on."""

from suki.apps.proposals.documents.docx import docx_of
from suki.apps.proposals.documents.pdf import pdf_of

__all__ = ["docx_of", "pdf_of"]
