"""The rules: what may be done, who is waited for, how trust moves. Pure: no Django, no clock, no randomness."""
