"""The command line for people and scripts: data on standard output, narration on standard error."""
