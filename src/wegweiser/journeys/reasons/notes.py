"""What each answer about leaving means and what it is a share of: the notes printed beside the results."""

from __future__ import annotations

NOTES = {
    "friction": "Where visits towards goal {goal} chafe: rates above what is expected, at a false discovery rate of "
    "{rate} over {tests} tests. Expected: other days of the same segment (change), other values of the property "
    "(segment), other touchpoints (loop, way back, error exit), other moves (repeat), the weeks around (burst). Rate: "
    "share of visits, or of moves (loop, way back, repeat, error exit), or of the visits around (burst); 95 % interval "
    "of the difference over 256 buckets of customers. Weight: customers beyond expectation. Proves no cause.",
    "instead_session": "Sessions with “{source}”: what came right after the first contact with it (next) and at any "
    "time after it (later), of sessions that did not come to “{target}”, and of those that did (reached), up to there. "
    "Share: of the sessions of that side; 95 % Wilson interval.",
    "instead_customer": "Customers with “{source}”: what came right after their first contact with it (next) and at "
    "any time after it (later), of those who did not come to “{target}”, and of those who did (reached), up to there. "
    "Share: of the customers of that side; 95 % Wilson interval.",
    "drivers": "Journeys towards goal {goal} that opened at least {follow} before the end of the data and had not "
    "reached it in their {stretch}. What was met counts in that stretch only; converting is reaching the goal after "
    "it, within {follow} of the opening: all had the same time to meet things and to convert. 95 % intervals over 256 "
    "buckets of customers; q: Benjamini and Hochberg over {tests} tests. Goes with converting; proves no cause.",
    "conformance": "Actual journeys against the plan {plan}. Share: of all journeys looked at; 95 % Wilson interval, "
    "widened for customers with several of them. Follows: no planned step is missing, first met out of order, or "
    "followed by a fault; what the plan does not name may come between.",
}
"""Messages by answer."""
