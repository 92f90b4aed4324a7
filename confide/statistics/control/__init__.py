"""Release control: what an outsider can work out from every figure that was ever released. (STAT-2)

Pure mathematics: no Django, no database, no clock but a stopwatch, nothing of a case. Counts are
persons, whole numbers. Whatever is published says that a number of people lies between two bounds;
a *world* is a way in which the people can be spread over all of the cells so that everything
published is true; a cell is safe if the worlds differ enough about it. `rounding` and `tables` say
what is published, `audit` judges all releases together, `repair` blanks what a new release must
not say, `coarser` looks for a table that says less, `explain` puts a finding into words.

A verdict is never the solver's word. Safe means that worlds were found and checked in whole
numbers; disclosed means that multipliers of the published figures prove it, checked in fractions;
whatever is neither is undecided and counts as disclosed. What is proved is what can be worked out
with certainty, not what is likely.

`rounding`, `tables`, `verdicts` and `explain` cost nothing to import. `polytope`, `audit`, `repair`
and `coarser` bring numpy and the solver along: import them where an audit is run, not with a page.
"""
