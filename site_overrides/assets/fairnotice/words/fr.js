export default {
 "After": "Après",
 "Before": "Avant",
 "Change {place} of {number}": "Modification {place} sur {number}",
 "Changes": "Modifications",
 "Choose two different texts.": "Choisissez deux textes différents.",
 "Compared: {old} with {new}.": "Comparés : {old} et {new}.",
 "Comparing…": "Comparaison en cours…",
 "Copied:": "Copié :",
 "Copy citation": "Copier la référence",
 "Copy the citation of “{section}”": "Copier la référence de « {section} »",
 "Copy this:": "À copier :",
 "Keys n, p": "Touches n, p",
 "Link to “{section}”": "Lien vers « {section} »",
 "Next": "Suivante",
 "Next change": "Modification suivante",
 "No word differs between these two texts.": "Aucun mot ne diffère entre ces deux textes.",
 "Passages: {counts}.": "Passages : {counts}.",
 "Previous": "Précédente",
 "Previous change": "Modification précédente",
 "Side by side": "Côte à côte",
 "Table {number}": "Tableau {number}",
 "That is no day: choose one above.": "Ce n’est pas un jour : choisissez-en un ci-dessus.",
 "The comparison failed. The table below leads to each redline.": "La comparaison a échoué. Le tableau ci-dessous mène à chaque comparaison.",
 "The comparison failed: {reason}. The table below leads to each redline.": "La comparaison a échoué : {reason}. Le tableau ci-dessous mène à chaque comparaison.",
 "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.": [
  "La comparaison de ces deux textes prend ici plus de {number} seconde. Le tableau ci-dessous mène à chaque comparaison, et « {command} » compare deux textes quelconques.",
  "La comparaison de ces deux textes prend ici plus de {number} secondes. Le tableau ci-dessous mène à chaque comparaison, et « {command} » compare deux textes quelconques."
 ],
 "These words and those that follow stood in one paragraph or item.": "Ces mots et ceux qui suivent figuraient dans un seul paragraphe ou élément de liste.",
 "These words stood in more than one paragraph or item.": "Ces mots figuraient dans plusieurs paragraphes ou éléments de liste.",
 "This is what was known on {day}; a later text may come.": "C’est ce qui était connu le {day} ; un texte ultérieur peut encore venir.",
 "This policy has no text “{text}”. Choose two texts above.": "Cette politique n’a pas de texte « {text} ». Choisissez deux textes ci-dessus.",
 "Whole": "Entier",
 "Whole text": "Texte entier",
 "Words that were a link": "Mots qui étaient un lien",
 "You joined after that day.": "Vous vous êtes inscrit après ce jour.",
 "[added:": "[ajouté :",
 "[moved away:": "[déplacé d’ici :",
 "[moved here:": "[déplacé ici :",
 "[removed:": "[supprimé :",
 "n leads to the next change, p to the one before": "n mène à la modification suivante, p à la précédente",
 "the texts are not there": "les textes sont absents",
 "the texts could not be loaded ({status})": "les textes n’ont pas pu être chargés ({status})",
 "{citation}, {address}": "{citation}, {address}",
 "{document}, section {number}": "{document}, section {number}",
 "{document}, “{section}”": "{document}, « {section} »",
 "{number} added": [
  "{number} ajout",
  "{number} ajouts"
 ],
 "{number} change": [
  "{number} modification",
  "{number} modifications"
 ],
 "{number} entry.": [
  "{number} entrée.",
  "{number} entrées."
 ],
 "{number} link leads elsewhere.": [
  "{number} lien mène ailleurs.",
  "{number} liens mènent ailleurs."
 ],
 "{number} merged": [
  "{number} fusion",
  "{number} fusions"
 ],
 "{number} moved": [
  "{number} déplacement",
  "{number} déplacements"
 ],
 "{number} moved and reworded": [
  "{number} déplacement avec reformulation",
  "{number} déplacements avec reformulation"
 ],
 "{number} removed": [
  "{number} suppression",
  "{number} suppressions"
 ],
 "{number} renumbered": [
  "{number} renumérotation",
  "{number} renumérotations"
 ],
 "{number} reworded": [
  "{number} reformulation",
  "{number} reformulations"
 ],
 "{number} split": [
  "{number} division",
  "{number} divisions"
 ],
 "{number} unchanged passage": [
  "{number} passage inchangé",
  "{number} passages inchangés"
 ],
 "{number} unchanged passage, with “{title}”": [
  "{number} passage inchangé, avec « {title} »",
  "{number} passages inchangés, avec « {title} »"
 ],
 "{place} of {number}": "{place} sur {number}",
 "{policy}: no text applied on {day}.": "{policy} : aucun texte ne s’appliquait le {day}.",
 "{policy}: on {day}, this text applied: {text}": "{policy} : le {day}, ce texte s’appliquait : {text}",
 "{shown} of {number} shown.": "{shown} sur {number} affichées."
};
