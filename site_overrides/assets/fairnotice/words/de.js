export default {
 "After": "Nachher",
 "Before": "Vorher",
 "Change {place} of {number}": "Änderung {place} von {number}",
 "Changes": "Änderungen",
 "Choose two different texts.": "Wählen Sie zwei verschiedene Texte.",
 "Compared: {old} with {new}.": "Verglichen: {old} mit {new}.",
 "Comparing…": "Vergleich läuft …",
 "Copied:": "Kopiert:",
 "Copy citation": "Zitat kopieren",
 "Copy the citation of “{section}”": "Zitat von „{section}“ kopieren",
 "Copy this:": "Zum Kopieren:",
 "Keys n, p": "Tasten n, p",
 "Link to “{section}”": "Link zu „{section}“",
 "Next": "Weiter",
 "Next change": "Nächste Änderung",
 "No word differs between these two texts.": "Diese beiden Texte unterscheiden sich in keinem Wort.",
 "Passages: {counts}.": "Abschnitte: {counts}.",
 "Previous": "Zurück",
 "Previous change": "Vorherige Änderung",
 "Side by side": "Nebeneinander",
 "Table {number}": "Tabelle {number}",
 "That is no day: choose one above.": "Das ist kein Tag: Wählen Sie oben einen.",
 "The comparison failed. The table below leads to each redline.": "Der Vergleich ist fehlgeschlagen. Die Tabelle unten führt zu jedem Textvergleich.",
 "The comparison failed: {reason}. The table below leads to each redline.": "Der Vergleich ist fehlgeschlagen: {reason}. Die Tabelle unten führt zu jedem Textvergleich.",
 "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.": [
  "Der Vergleich dieser beiden Texte dauert hier länger als {number} Sekunde. Die Tabelle unten führt zu jedem Textvergleich, und „{command}“ vergleicht zwei beliebige Texte.",
  "Der Vergleich dieser beiden Texte dauert hier länger als {number} Sekunden. Die Tabelle unten führt zu jedem Textvergleich, und „{command}“ vergleicht zwei beliebige Texte."
 ],
 "These words and those that follow stood in one paragraph or item.": "Diese und die folgenden Wörter standen in einem einzigen Absatz oder Listenpunkt.",
 "These words stood in more than one paragraph or item.": "Diese Wörter standen in mehr als einem Absatz oder Listenpunkt.",
 "This is what was known on {day}; a later text may come.": "So war es am {day} bekannt; ein späterer Text kann noch kommen.",
 "This policy has no text “{text}”. Choose two texts above.": "Diese Richtlinie hat keinen Text „{text}“. Wählen Sie oben zwei Texte aus.",
 "Whole": "Ganz",
 "Whole text": "Ganzer Text",
 "Words that were a link": "Wörter, die ein Link waren",
 "You joined after that day.": "Sie kamen erst nach diesem Tag dazu.",
 "[added:": "[hinzugefügt:",
 "[moved away:": "[von hier verschoben:",
 "[moved here:": "[hierher verschoben:",
 "[removed:": "[entfernt:",
 "n leads to the next change, p to the one before": "n führt zur nächsten Änderung, p zur vorherigen",
 "the texts are not there": "die Texte sind nicht da",
 "the texts could not be loaded ({status})": "die Texte konnten nicht geladen werden ({status})",
 "{citation}, {address}": "{citation}, {address}",
 "{document}, section {number}": "{document}, Abschnitt {number}",
 "{document}, “{section}”": "{document}, „{section}“",
 "{number} added": [
  "{number} hinzugefügt",
  "{number} hinzugefügt"
 ],
 "{number} change": [
  "{number} Änderung",
  "{number} Änderungen"
 ],
 "{number} entry.": [
  "{number} Eintrag.",
  "{number} Einträge."
 ],
 "{number} link leads elsewhere.": [
  "{number} Link führt woandershin.",
  "{number} Links führen woandershin."
 ],
 "{number} merged": [
  "{number} zusammengeführt",
  "{number} zusammengeführt"
 ],
 "{number} moved": [
  "{number} verschoben",
  "{number} verschoben"
 ],
 "{number} moved and reworded": [
  "{number} verschoben und umformuliert",
  "{number} verschoben und umformuliert"
 ],
 "{number} removed": [
  "{number} entfernt",
  "{number} entfernt"
 ],
 "{number} renumbered": [
  "{number} neu nummeriert",
  "{number} neu nummeriert"
 ],
 "{number} reworded": [
  "{number} umformuliert",
  "{number} umformuliert"
 ],
 "{number} split": [
  "{number} geteilt",
  "{number} geteilt"
 ],
 "{number} unchanged passage": [
  "{number} unveränderter Abschnitt",
  "{number} unveränderte Abschnitte"
 ],
 "{number} unchanged passage, with “{title}”": [
  "{number} unveränderter Abschnitt, mit „{title}“",
  "{number} unveränderte Abschnitte, mit „{title}“"
 ],
 "{place} of {number}": "{place} von {number}",
 "{policy}: no text applied on {day}.": "{policy}: Am {day} galt kein Text.",
 "{policy}: on {day}, this text applied: {text}": "{policy}: Am {day} galt dieser Text: {text}",
 "{shown} of {number} shown.": "{shown} von {number} gezeigt."
};
