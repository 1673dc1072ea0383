"""Pages of accounts: the register of a unit, one account, many at once, who follows what, one's own."""
