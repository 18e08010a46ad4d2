"""Django admin: everything can be looked at, nothing can be changed around the rules."""
