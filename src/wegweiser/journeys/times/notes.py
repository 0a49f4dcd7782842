"""What each figure about time means and what it is a share of."""

from __future__ import annotations

NOTES = {
    "to_convert": "Time from the first contact to the conversion, of journeys that reached goal {goal}; "
    "95 % interval over customers (bootstrap by 256 buckets).",
    "time_histogram": "Conversions of goal {goal} by the time since the journey's first contact; "
    "share: of all of them.",
    "survival": "Share of all journeys towards goal {goal} that have converted by the end of that day since their "
    "first contact: Kaplan-Meier with the open ones, 95 % interval after Greenwood. Lost ones count as not converted.",
    "dwell": "Time from the first contact in the phase to the first in a later one, where that came after it; "
    "95 % interval over customers (bootstrap by 256 buckets).",
    "contact_hours": "Contacts by weekday (1 is Monday) and hour in {zone}; share: of all of these contacts; "
    "reach: customers met then, of all customers met there; 95 % Wilson interval, none below 5.",
    "goal_hours": "Conversions of goal {goal} by weekday (1 is Monday) and hour in {zone}; rate: of the closed "
    "journeys opened then those that convert, whenever; 95 % Wilson interval, none below 5.",
    "cohorts": "Customers by the period of their first contact; active: with a contact in the later period. Whoever "
    "came before the data begins is in the first cohort; periods that have not ended are left out.",
    "cohorts_goal": "Customers by the period they first reached goal {goal} in; active: with a contact in the later "
    "period. Periods that have not ended are left out.",
    "stickiness": "Days with a contact per customer seen in the month; share: of the days of the month the data "
    "covers; once: seen on one day only. 95 % interval over customers (bootstrap by 256 buckets), none below 5.",
    "active_days": "Months of customers by the days with a contact; share: of all months a customer was seen in; "
    "95 % interval over customers (bootstrap by 256 buckets), none below 5.",
    "loyalty_differences": "Repeat conversions of goal {goal} without a contact in the phase of weighing since the "
    "last one, beside the others; difference of the means, 95 % interval over customers (bootstrap by 256 buckets).",
}
"""Messages by figure."""
