"""The key under which words are looked for: one definition, in Python for what is typed, in SQL for what is kept.

Accents, case, apostrophes, hyphens and dashes, ligatures, composed or decomposed signs do not count. The two are
compared on a table of cases. Why not the server's `unaccent`: docs/decisions/0040.
"""

import re
import unicodedata

from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast, Concat

# Signs that are two letters, in words as one types them.
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss"}
# Letters without a decomposition, and capitals: the Latin ones, and those that Bambara, Fulfulde and Songhay add.
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZɛƐɔƆŋŊɲƝɓƁɗƊƴƳøØđĐłŁı"
SMALL = "abcdefghijklmnopqrstuvwxyzeeoonnnnbbddyyooddlli"
# What parts words: spaces, apostrophes, hyphens, dashes, quotes, punctuation.
BETWEEN = (
    " \t\n\u00a0\u1680\u2028\u2029\u3000'`\"«»“”°·•_/\\|.,;:!?()[]{}+*=<>&#@~^-"
    "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u201e\u2039\u203a"
)
# What is written over, under or beside a letter without being one.
MARKS = "".join(map(chr, (*range(0x0300, 0x0370), *range(0x064B, 0x0660), *range(0x07EB, 0x07F4))))
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# Words that tell nothing of what is looked for, where there are others.
EMPTY = {"l", "d", "la", "le", "les", "de", "du", "des", "et"}

ONE_BY_ONE = {**dict(zip(LETTERS, SMALL, strict=True)), **dict.fromkeys(BETWEEN, " ")}
FROM, TO = "".join(ONE_BY_ONE) + MARKS + UNSEEN, "".join(ONE_BY_ONE.values())
FOLDED = str.maketrans(ONE_BY_ONE | dict.fromkeys(MARKS + UNSEEN))
LIMIT = 200


def key(text: str) -> str:
    """« Œuvres d’Élevage – Yélimané » → « oeuvres d elevage yelimane »."""
    plain = unicodedata.normalize("NFKD", text)
    for sign, letters in LIGATURES.items():
        plain = plain.replace(sign, letters)
    return re.sub(" +", " ", plain.translate(FOLDED)).strip(" ")


class Key(Func):
    """The same in SQL, of one text, written out so that a generated column can use it."""

    plain = "NORMALIZE(%(expressions)s, NFKD)"
    for sign, letters in LIGATURES.items():
        plain = f"REPLACE({plain}, '{sign}', '{letters}')"
    folded = "TRANSLATE({}, '{}', '{}')".format(plain, FROM.replace("'", "''"), TO)
    template = f"BTRIM(REGEXP_REPLACE({folded}, ' +', ' ', 'g'), ' ')"
    output_field = TextField()


def key_of(*fields: str) -> Key:
    """The key of what the database holds in these fields, one after the other."""
    return Key(Cast(Concat(Value(""), *(part for name in fields for part in (Value(" "), name))), TextField()))


def words(typed: str) -> list[str]:
    """What is to be found, word by word, in any order."""
    found = key(typed).split()
    return [word for word in found if word not in EMPTY] or found
