"""The full screen, on Textual. Screens ask services and hold data; widgets only show it and tell what was chosen."""
