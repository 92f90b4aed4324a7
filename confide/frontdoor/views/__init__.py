"""The public pages, and the student's own way: each room of them in a file of its own."""
