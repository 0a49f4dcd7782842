"""What each answer about leaving means and what it is a share of: the notes printed beside the results."""

from __future__ import annotations

NOTES = {
    "friction": "Where visits towards goal {goal} chafe: rates above what is expected, at a false discovery rate of "
    "{rate} over {tests} tests. Expected: other days of the same segment (change), other values of the property "
    "(segment), other touchpoints (loop, way back, error exit), other moves (repeat), the weeks around (burst). Rate: "
    "share of visits, or of moves (loop, way back, repeat, error exit), or of the visits around (burst); 95 % interval "
    "of the difference over 256 buckets of customers. Weight: customers beyond expectation. Proves no cause.",
    "instead_session": "Sessions with “{source}”: what came next after the last contact with it, and whatever came "
    "later in them, of sessions that reached “{target}” and of the others. Share: of the sessions of the same outcome; "
    "95 % Wilson interval.",
    "instead_customer": "Customers with “{source}”: what came next after their last contact with it, and whatever came "
    "later, of those who reached “{target}” and of the others. Share: of the customers of the same outcome; 95 % "
    "Wilson interval.",
    "drivers_steps": "Closed journeys towards goal {goal} with at least {k} steps and without the goal in these; what "
    "was met is counted in the first {k} steps only, and converting after them, so that nobody meets less because the "
    "journey ended early. q: Benjamini and Hochberg over {tests} tests. Goes with converting; proves no cause.",
    "drivers_hours": "Closed journeys towards goal {goal} that reached it no earlier than {hours} after they opened, "
    "or not at all; what was met is counted in that time only, and converting after it, so that nobody meets less because "
    "the journey ended early. q: Benjamini and Hochberg over {tests} tests. Goes with converting; proves no cause.",
    "conformance": "Actual journeys against the plan {plan}. Share: journeys that deviate so, of all {n} closed ones; "
    "95 % Wilson interval. Fit: no step missing, reordered or failed; what the plan does not name may come between.",
}
"""Messages by answer."""
