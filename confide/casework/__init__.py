"""The work: cases, who sits at them, contacts, documents, next steps. (RECD-1, RECD-2, RECD-7)

A *case* is one student's trouble, known by a random reference. A *seat* at it is what lets an
officer see it. Everything else about a case is sealed under the case's own key: the *case file*
(who the student is, how to reach them safely, what it is about), *contacts*, *documents*, *tasks*.
"""
