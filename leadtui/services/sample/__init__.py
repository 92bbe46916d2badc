"""What a sample database holds: a few leads with a story, and as many made-up ones as are wanted."""
