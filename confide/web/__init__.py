"""What every page stands on: the look, the forms, who may see a page, and what leaves with it.

Words: an *audience* is whom a page is for, a *notice* is the one sentence shown after something was
done, a *refusal* shows the rule, its clause and what can be done instead. Nothing here knows of a
case, an officer or a student; `request.acting` is set by the team's middleware and only read here.
No page says that anybody uses the service (CONF-3): titles are neutral, nothing is kept by the
browser, and no error shows or logs a value that a person typed.
"""
