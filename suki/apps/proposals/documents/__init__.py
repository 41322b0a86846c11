"""A proposal on paper, in the client's language: PDF to be read and kept, DOCX to be worked on."""
