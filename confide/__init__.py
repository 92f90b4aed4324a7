"""Confide: a students' union's casework, kept in confidence by the program itself."""
