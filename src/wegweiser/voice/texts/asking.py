"""Tells questions and expectations from plain sentences, in German and English."""

from __future__ import annotations

import re

from wegweiser.voice.texts.spec import TextKind
from wegweiser.voice.texts.wording import tokens

PLAIN, QUESTION, EXPECTATION = "plain", "question", "expectation"
_MARK = re.compile(r"\?[\s\"'“”»)!?]*(?:[:;][-']?[()DP/]+)?\s*$")
_AUXILIARY = r"(?:do|does|did|can|could|is|are|was|will|would|should|am|have|has|may|must)"
_ASKED_EN = re.compile(
    rf"^(?:(?:and|but|so|also|hello|hi|hey|please)\b[\s,!.]*)*"
    rf"(?:how (?:{_AUXILIARY}|to|much|many|long|often|soon|far)\b|(?:what|when|where|why|who|"
    rf"which \w+|which) {_AUXILIARY}\b|"
    r"what(?:'s| time| happens| if)\b|"
    r"where's\b|how's\b|"
    r"(?:can|could|may|should|do|does|did|will|would|is|are|has|have) (?:i|you|we|they|it|he|she|there|somebody|"
    r"someone|anyone|anybody|my|the|your|this|that)\b)",
    re.IGNORECASE,
)
_VERB_DE = (
    r"(?:kann|kannst|können|könnte|ist|sind|war|wird|werden|komm(?:e|t|en)|bekomm(?:e|t|en)|"
    r"krieg(?:e|t)|geht|mache?|macht|"
    r"muss|müssen|soll(?:te)?|darf|hab(?:e|en)|hat|gibt|finde|findet|bleibt|kostet|passiert|"
    r"funktioniert|dauert|steht|"
    r"bedeutet|brauche|lange|viel|viele|oft|hoch|schnell|ändere|storniere|kündige|bestelle|"
    r"bezahle|erreiche|melde|lässt)"
)
_ASKED_DE = re.compile(
    rf"^(?:(?:und|aber|hallo|hi|hey|bitte|guten tag|nur)\b[\s,!.]*)*(?:"
    rf"(?:wie|was|wann|wo|wohin|woher|warum|wieso|weshalb|wer|wem|wen|ab wann|bis wann|seit wann|"
    rf"welche[rsnm]?(?: \w+)?)"
    rf" {_VERB_DE}\b|"
    r"(?:kann|können|könnte|könnten|gibt|ist|sind|habe|haben|hat|muss|darf|soll|wird|werden|bekomme|bekommt)"
    r" (?:ich|man|es|sie|ihr|wir|der|die|das|mein|meine|jemand|hier)\b)",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\bi(?:'m| am)? (?:just |still |really )?wonder(?:ed|ing)?\b(?! at)|"
    r"\bi(?:'d| would)? (?:like|want|love|need) to know\b|\bdo you know (?:if|whether|how|when|where|what|why)\b|"
    r"\b(?:can|could) (?:you|anyone|somebody|someone) (?:please )?(?:tell|explain)\b|"
    r"(?:\bi (?:\w+ )?(?:don'?t know|didn'?t know|do not know|couldn'?t find out|can'?t find out|don'?t understand)|"
    r"\b(?:i'?m|i am|^) ?(?:not sure|unsure|unclear)|(?:^|\bi have |\bi've )no idea|\bunclear(?: to me)?)"
    r" (?:if|whether|how|when|where|what|why|which)\b(?! (?:i|we)(?:'d| would))|"
    r"\bich frag(?:e|te) mich\b|\bfrage mich\b|\b(?:wüsste|würde) (?:\w+ )?(?:gern|"
    r"gerne)(?: wissen)?\b[\s,]*(?:\w+ )?"
    r"(?:ob|wie|wann|wo|was|warum|wieso|welche)|\b(?:möchte|will|wollte) (?:\w+ )?wissen\b|"
    r"\b(?:weiß|weiss|wusste|verstehe|verstand) (?:\w+ )?nicht[\s,]+(?:ob|wie|wann|wo|was|warum|"
    r"wieso|weshalb|welche)|"
    r"\bkeine ahnung[\s,]+(?:ob|wie|wann|wo|was|warum|welche)|\b(?:unklar|nicht klar|nicht ersichtlich)[\s,]+"
    r"(?:ob|wie|wann|wo|was|warum|wieso|welche)|\bkönn(?:t|en|ten)(?: sie| ihr)? mir (?:\w+ )?(?:sagen|erklären)",
    re.IGNORECASE,
)
_PRAISE = re.compile(r"\b(?:nur|nichts|(?:weiter)?empfehlen|(?:weiter)?empfohlen|recommend|!$)", re.IGNORECASE)
_RHETORICAL = re.compile(
    r"^(?:really|seriously|what the \w+|are you (?:kidding|serious)|is this a joke|geht'?s noch|echt jetzt|ernsthaft|"
    r"wirklich|was soll das|wollt ihr mich \w+|oder|right|isn't it|nicht wahr|or what)[\s?!]*$",
    re.IGNORECASE,
)
_SEARCHED = re.compile(
    r"^(?:how|what|when|where|why|who|which|can i|is there|wie|was|wann|wo|warum|wieso|wer|"
    r"welche\w?|kann ich|kann man|"
    r"gibt es)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:i|we)(?:'d| had| have| would have| 'd have| would)? (?:\w+ )?(?:expect(?:ed)?|hoped|assumed|"
    r"imagined|was hoping|was expecting|am expecting)|\b(?:i|we)(?:'d|'d have|"
    r" would have) (?:thought|expected|hoped)|"
    r"\b(?:should|shouldn'?t|ought to|(?<!\bi )(?<!\bwe )needs? to (?!return\b)|supposed to|"
    r"meant to)\b(?! (?:i|we|the need)\b)|\bit is reasonable to expect|"
    r"\b(?:ich|wir) (?:\w+ )?(?:erwarte(?:te|n|t)?|hoffe|hoffte)\b|\b(?:hatte|hätte|hätten|hatten|habe)\b[^.!?]*"
    r"\b(?:erwartet|gedacht|gehofft|gewünscht|vorgestellt|angenommen)\b|\b(?:erwarte(?:n|te)?|"
    r"dachte|hoffte|nahm an)\b"
    r"[^.!?]*,\s*(?:dass|daß|es|ich|das|die|der)\b|\b(?:sollte|sollten|müsste|müssten|gehört sich|darf nicht sein|"
    r"wäre schön|wünschenswert)\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\bas expected\b|\bwie erwartet\b|\b(?:better|more|faster|worse|"
    r"less) than (?:i )?expected\b|\b(?:you|everyone|man|"
    r"jeder) (?:should|sollte) (?:try|buy|probieren|kaufen|kennen)|\bnothing (?:that )?should|"
    r"\bshould (?:you|anyone|we|i)\b|"
    r"\bnichts (?:\w+ ){0,2}(?:sollte|müsste)\b|\bbesser als (?:erwartet|gedacht)\b",
    re.IGNORECASE,
)
_FEWEST = 3


def kind_of(sentence: str, kind: str = TextKind.COMMENT.value) -> str:
    """Return what a sentence is: "question", "expectation" or "plain".

    Example:
        >>> kind_of("Ich frage mich, wann das Paket kommt."), kind_of("I expected a call back."), kind_of("Really?")
        ('question', 'expectation', 'plain')
    """
    if is_question(sentence, kind):
        return QUESTION
    return EXPECTATION if is_expectation(sentence) else PLAIN


def is_question(sentence: str, kind: str = TextKind.COMMENT.value) -> bool:
    """Return whether somebody asks something here; exclamations with a question mark and lone words do not."""
    count = len(tokens(sentence))
    if kind == TextKind.SEARCH.value and count >= 2 and _SEARCHED.search(sentence):
        return True
    if count < _FEWEST or _RHETORICAL.search(sentence):
        return False
    if _MARK.search(sentence) or _INDIRECT.search(sentence):
        return True
    if sentence.endswith("!") or _PRAISE.search(sentence):
        return False
    return _ASKED_EN.search(sentence) is not None or _ASKED_DE.search(sentence) is not None


def is_expectation(sentence: str) -> bool:
    """Return whether somebody says what they had expected, or what should be."""
    return _EXPECTED.search(sentence) is not None and _LESS.search(sentence) is None
