"""What the figures in docs/performance.md come from: one throw-away service, used and timed.

`python -m bench` founds a service on the disk, fills it, serves it by the product's own server
with the product's own settings, and times its pages over the loopback. Beside each page stands the
same page on plain-text tables (`bench.plain`), in the same process and the same run. Nothing here
is imported by the product.
"""
