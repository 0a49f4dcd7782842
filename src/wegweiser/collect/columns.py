"""What columns are called, in English and German, and what their values must look like to be believed."""

from __future__ import annotations

import re
from collections.abc import Callable

from wegweiser.collect.sampling import Sample

# In the order they are looked for; within a field, the clearer name first. Compared without case and punctuation.
_NAMES: dict[str, str] = {
    "event_id": "eventid messageid ereignisid ereignisnr",
    "session": "session sessionid visitid sitzung sitzungsid sitzungid",
    "email": "email emailaddress mail mailadresse emailadresse",
    "customer": "customerid customer customerno customernumber custid userid uid user householdid household clientid "
    "client kundennummer kundennr kundenid kundeid kunde nutzerid nutzer benutzerid benutzer haushaltid haushalt "
    "memberid member mitgliedid mitglied profileid profile personid person visitorid visitor besucherid besucher",
    "card": "cardid cardnumber cardno loyaltycardid loyaltycard kartennummer kartennr kundenkarte card karte",
    "cookie": "cookieid cookie anonymousid gaclientid",
    "device": "deviceid geraeteid geraetid device geraet",
    "phone": "phonenumber phone mobilenumber telefonnummer telefon telephone handynummer handy tel",
    "time": "timestamp datetime eventtimestamp eventtime occurredat time zeitstempel zeitpunkt datumzeit zeit ts "
    "createdat date eventdate datum transactiontimestamp orderdate purchasedate bestelldatum kaufdatum tag day at",
    "event": "event eventname eventtype ereignis ereignisname touchpoint touchpointname kontaktpunkt kontakt action "
    "actionname aktion activity aktivitaet",
    "channel": "channel channelname kanal kanalname medium utmmedium contactchannel",
    "campaign": "campaign campaignid campaignname kampagne kampagnenid kampagnenname utmcampaign",
    "object": "object objekt productid product sku itemid item articleid article artikelnr artikel produktid produkt "
    "page url seite",
    "value": "value amount revenue salesvalue ordervalue umsatz betrag wert bestellwert total summe price preis",
    "currency": "currency currencycode waehrung",
}
_DIGITS = re.compile(r"\d")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_CERTAIN = 0.8


def bare(name: str) -> str:
    """Return a column's name as names are compared.

    Example:
        >>> bare("Währung"), bare("Customer_ID"), bare("Betrag (EUR)")
        ('waehrung', 'customerid', 'betrageur')
    """
    return "".join(sign for sign in name.lower().translate(_FOLDED) if sign.isalnum())


def fields_of(sample: Sample) -> dict[str, str]:
    """Return which column holds which field, by name, where the values do not speak against it."""
    by_name: dict[str, str] = {}
    for column in sample.columns:
        by_name.setdefault(bare(column), column)
    found: dict[str, str] = {}
    for field, names in _NAMES.items():
        for name in names.split():
            holder = by_name.get(name) or by_name.get(name + "eur")
            if holder and holder not in found.values() and _believable(field, name, sample.values(holder)):
                found[field] = holder
                break
    _add_bare_id(found, by_name, sample)
    return found


def _add_bare_id(found: dict[str, str], by_name: dict[str, str], sample: Sample) -> None:
    """A column called only "id" is the event's where each value stands once beside a customer, else the customer's."""
    column = by_name.get("id")
    if column is None:
        return
    values = sample.values(column)
    if "customer" not in found:
        found["customer"] = column
    elif "event_id" not in found and len(set(values)) >= _CERTAIN * len(values):
        found["event_id"] = column


def _believable(field: str, name: str, values: list[str]) -> bool:
    """Tell a device's number from the word "mobile", and a telephone number from "yes"."""
    if name in {"device", "geraet", "card", "karte", "cookie"}:
        return _share(values, lambda value: len(value) >= 6 and bool(_DIGITS.search(value)))
    if field == "phone":
        return _share(values, lambda value: len(_DIGITS.findall(value)) >= 5)
    if field == "email":
        return _share(values, lambda value: "@" in value)
    return True


def _share(values: list[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= _CERTAIN * len(values)
