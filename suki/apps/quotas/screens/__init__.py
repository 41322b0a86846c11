"""The screens of quotas: the grid, one quota, one's own, giving out a figure, comparing, and the round trip by workbook."""
