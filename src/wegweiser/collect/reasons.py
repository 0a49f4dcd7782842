"""Why a row stands in quarantine: codes for programs, sentences for people."""

from __future__ import annotations

from wegweiser.errors import UnknownName
from wegweiser.i18n import Language, message

REASONS: dict[str, str] = {
    "malformed_row": "The row has not as many fields as the header.",
    "unclosed_quote": "A quotation mark is opened and never closed.",
    "nul_byte": "The row holds a NUL byte.",
    "unreadable_text": "The row holds bytes that are not valid in the file's encoding.",
    "oversized_field": "A field is longer than 1 MB.",
    "malformed_json": "The line is not a JSON object.",
    "no_customer": "The row names nobody: every identifier is empty.",
    "blocked_identifier": "The row names only values many people share, such as 'guest' or 'null'.",
    "no_time": "The row has no time.",
    "unreadable_time": "The time is not in one of the source's formats.",
    "time_out_of_range": "The time lies before 1970 or more than a day in the future.",
    "no_event": "The row has no event name.",
    "unreadable_number": "A number cannot be read as the source writes numbers.",
    "duplicate_event_id": "Another row with other content has the same event id.",
    "no_path": "The row has no path.",
    "no_basket": "The line names no basket.",
    "basket_of_another_customer": "The line's basket belongs to another customer, who stands in its first line.",
    "no_campaign": "The row names no campaign.",
    "unknown_campaign": "The campaign has no description with a start, so nobody knows when it was received.",
    "duplicate_campaign": "An earlier row already describes this campaign.",
    "no_coupon": "The row names no coupon.",
    "no_product": "The row names no product.",
    "unknown_product": "The product is not in the list of products, so its department is unknown.",
    "duplicate_product": "An earlier row already describes this product.",
    "no_store_or_week": "The row names no store or no week.",
    "no_object": "The row does not say what is offered.",
    "no_side": "The row does not say which channel offers it.",
    "nothing_offered": "The row has no price, discount, availability or message.",
    "malformed_notes": "The head of the notes cannot be read: facts between two lines of three hyphens.",
    "duplicate_customer": "An earlier row already describes this customer.",
    "off_scale": "The answer lies off the scale and is no code for a missing one.",
    "unknown_code": "The code is not in the question's list.",
    "unreadable_answer": "The answer is neither a number nor the name of a code.",
}


def reason(code: str, language: Language = "en") -> str:
    """Return the sentence a code stands for.

    Example:
        >>> reason("no_time", "de")
        'Die Zeile hat keine Zeit.'

    Raises:
        UnknownName: no reason has this code.
    """
    if code not in REASONS:
        raise UnknownName("reason", code, REASONS)
    return message(REASONS[code], language)
