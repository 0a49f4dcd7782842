"""What each figure means and what it is a share of: the notes printed beside the results."""

from __future__ import annotations

NOTES = {
    "summary": "Customers are those with at least one contact; unmapped events are those no touchpoint rule takes.",
    "touchpoints": "Share: customers with at least one contact here, of all customers with any contact; "
    "95 % Wilson interval.",
    "sessions": "A session ends with a long silence, or where the source begins another one; contacts in it and "
    "seconds from the first of them to the last, each as median and 90th percentile of all sessions.",
    "phases": "Customers reached this phase or a later one; on: share of them who reached a later one. "
    "Dwell: from the first contact in the phase to the first in a later one, where that came after it.",
    "goals": "Rate: converted journeys of closed ones (converted or lost); open journeys are not counted. "
    "95 % Wilson interval, widened for customers with several journeys.",
    "transitions": "Moves from one contact of a customer to the next; share: of all moves that leave the source.",
    "transitions_goal": "Moves from one contact to the next within the closed journeys of goal {goal}; "
    "share: of all moves that leave the source.",
    "paths": "Whole histories of customers; share: of all customers; rate: those that touch any goal.",
    "paths_goal": "Whole closed journeys of goal {goal}; share: of all of them; rate: those that converted.",
    "dropoff": "Rate: closed journeys of goal {goal} that touch the touchpoint and end there without the goal; "
    "leaving: the same per contact; expected: over all touchpoints. 95 % Wilson intervals, widened for customers with "
    "several journeys.",
    "dropoff_session": "Rate: sessions that touch the touchpoint and end there, not with goal {goal}; "
    "leaving: the same per contact; expected: over all touchpoints. 95 % Wilson intervals, widened for customers with "
    "several sessions.",
    "loops": "Sessions that go from the source straight to the other touchpoint and come back; "
    "share: of sessions that touch the source; 95 % Wilson interval, widened for customers with several sessions. "
    "A repeat has itself as via.",
    "repeats": "Customers who reached goal {goal} at least n times; days since the time before.",
    "loyalty": "Repeat conversions of goal {goal}; skipping: no contact in the phase of weighing since the last one.",
    "coverage": "Following: customers whose first contacts come in the order of the phases, of all in any phase.",
    "months_goal": "By month of the journey's last contact; rate: converted of closed journeys of goal {goal}; "
    "none for a month with open journeys. 95 % Wilson interval, widened for customers with several journeys.",
    "months_contacts": "Rate: customers with a contact here, of all customers with any contact that month.",
    "campaigns": "Customers and contacts of events that name a campaign.",
    "responses": "Receipts: a campaign and a customer who first met it at the touchpoint; responded: met again at the "
    "other one. 95 % Wilson interval, widened for customers with several receipts. Who got which was not drawn by lot.",
    "onward": "Customers with a contact here who reached a later phase, beside others with contacts in the phase; "
    "95 % Wilson interval. What goes together, not why.",
    "unmapped": "Events no touchpoint rule takes.",
}
"""Messages by figure; `_goal` and `_session` are the variants for that question."""
