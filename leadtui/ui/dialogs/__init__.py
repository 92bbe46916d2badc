"""What is asked in between: forms and small questions, each returning what was entered."""
