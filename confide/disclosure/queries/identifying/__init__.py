"""What in a text shows whom it is about: words, names, what a case knows, what is found. (CONF-2)"""
