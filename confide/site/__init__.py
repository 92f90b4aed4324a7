"""What assembles the house: settings, the two URLconfs, middleware, the command line.

The only folder that reads the environment and `policy.toml`. Nothing imports it.
"""
