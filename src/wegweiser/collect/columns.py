"""What columns are called, in English and German, and what their values must look like to be believed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from wegweiser.collect.sampling import Sample
from wegweiser.domain.events import BLOCKED

# In the order they are looked for; within a field, the clearer name first. Compared without case and punctuation.
_NAMES: dict[str, str] = {
    "event_id": "eventid messageid ereignisid ereignisnr",
    "session": "session sessionid visitid sitzung sitzungsid sitzungid",
    "email": "email emailaddress mail mailadresse emailadresse",
    "customer": "customerid customer customerno customernr customernum customernumber custid custno custnr custnum "
    "userid uid user householdid household clientid client kundennummer kundennr kundnr kundenid kundeid kdnummer "
    "kdnr kdid kunde kd nutzerid nutzer benutzerid benutzer haushaltid haushalt memberid member mitgliedid mitglied "
    "profileid profile personid person visitorid visitor besucherid besucher",
    "card": "cardid cardnumber cardno loyaltycardid loyaltycard kartennummer kartennr kundenkarte card karte",
    "cookie": "cookieid cookie anonymousid gaclientid",
    "device": "deviceid geraeteid geraetid device geraet",
    "phone": "phonenumber phone mobilenumber telefonnummer telefon telephone handynummer handy tel",
    "time": "timestamp datetime eventtimestamp eventtime occurredat time zeitstempel zeitpunkt datumzeit zeit ts "
    "createdat date eventdate datum transactiontimestamp orderdate purchasedate bestelldatum kaufdatum tag day at",
    "event": "event eventname eventtype ereignis ereignisname touchpoint touchpointname kontaktpunkt kontakt action "
    "actionname aktion activity aktivitaet vorgang vorgangsart geschehen taetigkeit was",
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
_ONE_THING = frozenset({"card", "cookie", "device"})
_KINDS_OF_THINGS = frozenset({"card", "karte", "device", "geraet"})
FIELD_WORDS = {
    "time": "Time",
    "event": "What happened",
    "channel": "Channel",
    "campaign": "Campaign",
    "object": "Product or page",
    "value": "Amount",
    "currency": "Currency",
    "session": "Visit (session)",
    "event_id": "Number of the event",
    "customer": "Customer number",
    "email": "E-mail address",
    "card": "Customer card",
    "cookie": "Cookie",
    "device": "Device",
    "phone": "Telephone number",
}
"""What people call the fields a column can hold; the app's selects say the same."""
DOUBTS = {
    "empty": "it is empty",
    "shared": "it holds only values many people share",
    "constant": "it holds the same value in every row",
    "kinds": "its values look like kinds, not like numbers of one",
    "no phone": "its values are no telephone numbers",
    "no e-mail": "its values are no e-mail addresses",
}
"""Why a column is not read as what its name says."""


@dataclass
class Found:
    """Which column holds which field, and which columns were left aside: (column, field, doubt)."""

    columns: dict[str, str] = field(default_factory=dict)
    aside: list[tuple[str, str, str]] = field(default_factory=list)


def bare(name: str) -> str:
    """Return a column's name as names are compared.

    Example:
        >>> bare("Währung"), bare("Customer_ID"), bare("Betrag (EUR)")
        ('waehrung', 'customerid', 'betrageur')
    """
    return "".join(sign for sign in name.lower().translate(_FOLDED) if sign.isalnum())


def fields_of(sample: Sample) -> Found:
    """Return which column holds which field, by name, where the values do not speak against it."""
    by_name: dict[str, str] = {}
    for column in sample.columns:
        by_name.setdefault(bare(column), column)
    found: dict[str, str] = {}
    aside = []
    for meant, names in _NAMES.items():
        for name in names.split():
            holder = by_name.get(name) or by_name.get(name + "eur")
            if not holder or holder in found.values():
                continue
            doubt = _doubt(meant, name, sample.values(holder)) if sample.rows else ""
            if not doubt:
                found[meant] = holder
                break
            aside.append((holder, meant, doubt))
    _add_bare_id(found, by_name, sample)
    return Found(found, [one for one in aside if one[0] not in found.values()])


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


def _doubt(meant: str, name: str, values: list[str]) -> str:
    """Return why the values are not what the name says, or nothing: "mobile" is no device, "yes" no telephone."""
    if meant == "phone":
        return "" if _share(values, lambda value: len(_DIGITS.findall(value)) >= 5) else "no phone"
    if meant == "email":
        return "" if _share(values, lambda value: "@" in value) else "no e-mail"
    return _doubt_of_thing(name, values) if meant in _ONE_THING else ""


def _doubt_of_thing(name: str, values: list[str]) -> str:
    if not values:
        return "empty"
    if all(value.lower() in BLOCKED for value in values):
        return "shared"
    if len(values) > 1 and len(set(values)) == 1:
        return "constant"
    # A name such as "device" may mean the kind; "device_id" may not, however its values look.
    kinds = name in _KINDS_OF_THINGS and not _share(values, lambda value: bool(_DIGITS.search(value)))
    return "kinds" if kinds else ""


def _share(values: list[str], test: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(test, values)) >= _CERTAIN * len(values)
