"""Visits: tours of a day, who is due for one, and the phone's page that works without a signal."""
