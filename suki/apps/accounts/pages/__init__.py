"""The accounts room's part of the screens: panels of the account page, the contact page, fields edited in place."""
