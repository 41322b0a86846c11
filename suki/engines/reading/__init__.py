"""Reading what people hand in: tables, settings, numbers and dates, with every problem named where it stands."""
