"""The screens of the proposals room."""
