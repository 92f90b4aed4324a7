"""Counting: coded facts that outlive a case, and figures that show nobody. (STAT-1, STAT-2)

Its rooms come with the first figures; the floor is kept free for them between telling, which it
knows nothing of, and forgetting, which counts a case before destroying it.
"""
