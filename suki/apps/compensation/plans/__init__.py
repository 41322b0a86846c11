"""Pay plans as people write, read and acknowledge them: versions, members, the editor, the document in words."""
