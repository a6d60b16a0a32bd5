"""The words that announce a policy's own date: "Effective date:", "took effect", "Last updated".

Each language gives five groups of words. A noun label stands before a colon or at the start of
a line; a bare label only at the start; a verb needs a subject such as "this version of the terms".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

_GAP: Final = r"[\s*_\u00a0\u202f]{1,6}"

_ENGLISH: Final[Mapping[str, str]] = {
    "effective_noun": (
        r"effective date of (?:this|these|the|our) [\w' ]{1,40}?(?=\s*(?::|\bis\b))"
        r"|effective (?:start )?date|date effective|date of effect|effective as of date"
        r"|date of (?:entry|coming) into (?:force|effect)"
    ),
    "effective_verb": (
        r"(?:took|takes?|taking|came|comes?|coming|goes|going|went|enters?|entering|entered)"
        r" (?:into )?(?:effect|force)"
        r"|(?:is|are|was|were|becomes?|became|be) effective"
    ),
    "effective_bare": r"effective|in (?:effect|force)|valid|applicable",
    "updated_noun": (
        r"(?:date )?(?:of )?(?:the )?(?:last|latest) (?:(?:date )?of )?"
        r"(?:updated?|modified|modification|revised|revision|changed?|amended|amendment|edited)"
        r"(?: date)?|date (?:last )?(?:updated|modified|revised)|revision date"
    ),
    "updated_bare": r"updated|revised|modified|amended|dated",
}
_OTHERS: Final[Mapping[str, Mapping[str, str]]] = {
    "de": {
        "effective_noun": r"datum des inkrafttretens|inkrafttreten|gültigkeitsdatum|wirksam ab",
        "effective_verb": r"tritt am|treten am|gilt ab|gelten ab|gilt seit|gelten seit",
        "effective_bare": r"gültig (?:ab|seit|vom)|in kraft (?:seit|ab|getreten am)",
        "updated_noun": (
            r"zuletzt (?:geändert|aktualisiert|überarbeitet)|letzte (?:änderung|aktualisierung)"
            r"|letzter stand|datum der letzten (?:änderung|aktualisierung)"
        ),
        "updated_bare": r"stand|fassung vom|aktualisiert|geändert",
    },
    "fr": {
        "effective_noun": r"date d['?](?:effet|entrée en vigueur)|entrée en vigueur",
        "effective_verb": r"(?:entre|entrent|entrera|est entrée|sont entrées) en vigueur",
        "effective_bare": r"en vigueur|applicables?",
        "updated_noun": (
            r"dernière (?:modification|mise à jour|révision)|date de (?:la )?dernière "
            r"(?:modification|mise à jour)|date de mise à jour"
        ),
        "updated_bare": r"mise? à jour|version|modifiée?",
    },
    "es": {
        "effective_noun": r"fecha de (?:entrada en vigor|entrada en vigencia|vigencia|efectividad)",
        "effective_verb": r"(?:entra|entran|entró|entraron|entrará) en (?:vigor|vigencia)",
        "effective_bare": r"vigentes?|en vigor|efectiv[oa]s?",
        "updated_noun": (
            r"(?:fecha de )?(?:la )?última (?:actualización|modificación|revisión|versión)"
            r"|fecha de actualización"
        ),
        "updated_bare": r"actualizad[oa]s?|modificad[oa]s?",
    },
    "pt": {
        "effective_noun": r"data de (?:vigência|entrada em vigor|efetivação)",
        "effective_verb": r"(?:entra|entram|entrou|entraram) em vigor",
        "effective_bare": r"vigentes?|em vigor",
        "updated_noun": r"(?:data da )?última (?:atualização|modificação|alteração|revisão)",
        "updated_bare": r"atualizad[oa]s?",
    },
    "it": {
        "effective_noun": r"data di (?:entrata in vigore|efficacia|decorrenza)",
        "effective_verb": r"(?:entra|entrano|è entrata|sono entrate) in vigore",
        "effective_bare": r"in vigore|valid[oaie]",
        "updated_noun": r"ultimo aggiornamento|ultima (?:modifica|revisione)",
        "updated_bare": r"aggiornat[oaie]",
    },
    "nl": {
        "effective_noun": r"ingangsdatum|datum van inwerkingtreding",
        "effective_verb": r"(?:treedt|treden) in werking",
        "effective_bare": r"van kracht|geldig",
        "updated_noun": r"laatst (?:bijgewerkt|gewijzigd|herzien)|laatste (?:wijziging|update)",
        "updated_bare": r"bijgewerkt",
    },
}
_LINKS: Final = (
    r"(?:\b(?:as|is|was|on|of|from|since|with|beginning|starting|and|until now|vom|am|ab|seit|zum"
    r"|depuis|dès|le|du|au|à compter|à partir|desde|a|partir|del?|el|em|op|vanaf|sinds|per"
    r"|dal|il|pour)\b\s*){0,4}"
)
_THIS: Final = (
    r"\b(?:this|these|the|our|current|present|diese|dieser|die|cette|ces|la|les|esta|estos|estas"
    r"|este|los)\b"
)
_TEXTS: Final = (
    r"\b(?:addend(?:um|a)|agreements?|amendments?|answers|conditions|code|documents?|guidelines|licen[cs]e|notices?|pages?|plans?"
    r"|polic(?:y|ies)|rules|statements?|terms|texts?|versions?|politique|déclaration|charte|política"
    r"|condiciones|términos|aviso)\b|(?:erklärung|bestimmungen|bedingungen|richtlinien?|hinweise)\b"
)

# Whatever a label says, one of these pieces stands in it; finding them is fast.
_PIECES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("effect", "force", "dated", "revis", "modif", "amend", "last change", "last update",
           "last edit", "latest", "valid", "applicable"),
    "de": ("kraft", "gültig", "wirksam", "gilt", "gelten", "tritt", "treten", "zuletzt", "letzte",
           "stand", "fassung", "aktualisiert", "geändert"),
    "fr": ("effet", "vigueur", "applicable", "derni", "mis", "version", "modifi"),
    "es": ("vig", "efectiv", "ltima", "actualiza", "modificad"),
    "pt": ("vig", "efetiva", "ltima", "atualizad"),
    "it": ("vigore", "valid", "efficacia", "decorrenza", "ultim", "aggiornat"),
    "nl": ("ingang", "werking", "kracht", "geldig", "laatst", "bijgewerkt"),
}  # fmt: skip
_PLAIN_PIECES: Final = ("effective date", "last updated", "last modified", "last revised")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The labels of one language, the English ones among them."""

    pieces: tuple[str, ...]  # in lower case
    plain_pieces: tuple[str, ...]  # of noun labels alone, which count anywhere in a text
    label: re.Pattern[
        str
    ]  # for text in lower case with "?" for a curly quote; one named group of the five matches
    links: re.Pattern[str]  # what may stand between a label and its date
    this: re.Pattern[str]
    texts: re.Pattern[str]

    def name_the_policy(self, words: str) -> bool:
        """Return whether words speak about the policy, as "this version of the terms" does."""
        this = self.this.search(words)
        return this is not None and self.texts.search(words, this.end()) is not None


@cache
def labels_of(language: str) -> Labels:
    """Return the labels to look for in texts of a language."""
    base = language.partition("-")[0]
    groups = _OTHERS.get(base, {})
    both = {
        name: "|".join(filter(None, (groups.get(name), words))) for name, words in _ENGLISH.items()
    }
    label = "|".join(f"(?P<{name}>{words})" for name, words in both.items())
    return Labels(
        pieces=tuple(dict.fromkeys(_PIECES["en"] + _PIECES.get(base, ()))),
        plain_pieces=_PLAIN_PIECES,
        label=re.compile(rf"(?:{label.replace(' ', _GAP)})(?![^\W_])"),
        links=re.compile(_LINKS, re.IGNORECASE),
        this=re.compile(_THIS, re.IGNORECASE),
        texts=re.compile(_TEXTS, re.IGNORECASE),
    )
