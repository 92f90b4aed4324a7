"""What a file tells besides its content: found, and taken out of a copy. (CONF-1)

A photograph says where it was taken, a letter who typed it, a table on whose computer it lay. The
copy is made in a child process that can reach nothing (`sandbox`, `child`, `confinement`), because
programs that read strangers' files have faults. Nothing here knows of cases, of Django, or of keys:
bytes go in, and bytes with a list of what was found come out. The original is never touched.
"""
