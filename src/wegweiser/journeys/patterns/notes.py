"""What the answers about ways mean and what they are shares of."""

from __future__ import annotations

NOTES = {
    "search": "Customers whose whole history goes this way at least once, of all customers; rate: those that touch "
    "any goal, beside the others. 95 % Wilson intervals. What goes together, not why.",
    "search_goal": "Closed journeys of goal {goal} that go this way at least once, of all of them; rate: those that "
    "converted, beside the others. 95 % Wilson intervals, widened for customers with several journeys. What goes "
    "together, not why.",
    "search_session": "Sessions that go this way at least once, of all sessions; rate: those that touch any goal, "
    "beside the others. 95 % Wilson intervals, widened for customers with several sessions. What goes together, not "
    "why.",
    "search_session_goal": "Sessions that go this way at least once, of all sessions; rate: those that touch goal "
    "{goal}, beside the others. 95 % Wilson intervals, widened for customers with several sessions. What goes "
    "together, not why.",
    "paths": "Whole histories of customers that go this way; share: of all that do, cumulative: with the rows above; "
    "rate: those that touch any goal.",
    "paths_goal": "Whole closed journeys of goal {goal} that go this way; share: of all that do, cumulative: with the "
    "rows above; rate: those that converted.",
    "paths_session": "Sessions that go this way; share: of all that do, cumulative: with the rows above; rate: those "
    "that touch any goal.",
    "paths_session_goal": "Sessions that go this way; share: of all that do, cumulative: with the rows above; rate: "
    "those that touch goal {goal}.",
    "around_first": "Contacts before and after the first one with the anchor; share: of customers who meet it; "
    "(start): not begun yet, (end): over.",
    "around_first_goal": "Contacts before and after the first one with the anchor; share: of closed journeys of goal "
    "{goal} that meet it; (start): not begun yet, (end): over.",
    "around_last": "Contacts before and after the last one with the anchor; share: of customers who meet it; "
    "(start): not begun yet, (end): over.",
    "around_last_goal": "Contacts before and after the last one with the anchor; share: of closed journeys of goal "
    "{goal} that meet it; (start): not begun yet, (end): over.",
    "around_each": "Contacts before and after every contact with the anchor, each counted as a journey; share: of "
    "these contacts; (start): not begun yet, (end): over.",
    "around_each_goal": "Contacts before and after every contact with the anchor in closed journeys of goal {goal}, "
    "each counted as a journey; share: of these contacts; (start): not begun yet, (end): over.",
}
"""Messages by question; `_session` and `_goal` are the variants for that unit and for a named goal."""
