"""The arithmetic of the business: no database, no clock, no settings; facts and rules go in, figures come out."""
