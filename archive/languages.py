"""Which language a text is probably written in, by its commonest small words."""

import re
from typing import Final

_SMALL_WORDS: Final = {
    "de": "der die das und ist nicht mit von für auf dem den wir sie werden oder zu ihre",
    "en": "the of and to is not with for that this are you we or be by our your",
    "es": "el los las y es no con por para que de del una usted su nuestros o en",
    "fr": "le les des et est ne pas avec pour que une du vous nous dans sur ou votre",
    "it": "il gli delle e è non con per che di una del della nostri o utente sono dei",
    "nl": "de het een en is niet met voor van op dat wij u of worden onze uw te",
    "pt": "o os as e é não com por para que do da uma você nossos ou em dos",
}
_SETS: Final = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
SPOKEN: Final = tuple(_SETS)  # the tags of the languages that are told apart
_FEWEST: Final = 20  # small words without which nothing can be said


def guess_language(text: str) -> str | None:
    """Return the language whose small words are commonest; None where it is not clear."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    counts = {language: sum(word in known for word in words) for language, known in _SETS.items()}
    first, second = sorted(counts, key=lambda language: counts[language], reverse=True)[:2]
    if counts[first] < _FEWEST or counts[first] < counts[second] * 1.3:
        return None
    return first
