"""Every sentence of attendance: facts in, words out. First what happened, then the next thing to type."""
