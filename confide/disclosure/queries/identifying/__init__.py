"""What in a text shows whom it is about: words, names, what a case knows, its marks. (CONF-2)"""
