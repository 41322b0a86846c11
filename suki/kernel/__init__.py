"""Money, periods, fiscal calendars, working time, identifiers and errors: plain Python that every floor stands on."""
