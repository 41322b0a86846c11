"""What every row with a page has: values edited in place, notes, files, a timeline, a history of changes."""
