"""The public side: what is promised, who is there and when, whom to ring in danger. (CONF-3)

Whoever comes here is nobody to us. No page knows one visitor from another, sets a cookie, asks for
anything or looks anybody up; at one moment a page is the same bytes for everyone, however many
students were helped that day. *Doors* are the office and the support phone (HOUR-1, HOUR-2), a
*place* is an officer's post with whoever holds it today (HOUR-3). What is urgent, the hours and
the numbers, comes from the union's terms alone and stays up while the databases are down.
"""
