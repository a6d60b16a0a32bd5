export default {
 "After": "Después",
 "Before": "Antes",
 "Change {place} of {number}": "Cambio {place} de {number}",
 "Changes": "Cambios",
 "Choose two different texts.": "Elija dos textos distintos.",
 "Compared: {old} with {new}.": "Comparados: {old} con {new}.",
 "Comparing…": "Comparando…",
 "Copied:": "Copiado:",
 "Copy citation": "Copiar la cita",
 "Copy the citation of “{section}”": "Copiar la cita de «{section}»",
 "Copy this:": "Para copiar:",
 "Keys n, p": "Teclas n, p",
 "Link to “{section}”": "Enlace a «{section}»",
 "Next": "Siguiente",
 "Next change": "Cambio siguiente",
 "No word differs between these two texts.": "Estos dos textos no difieren en ninguna palabra.",
 "Passages: {counts}.": "Pasajes: {counts}.",
 "Previous": "Anterior",
 "Previous change": "Cambio anterior",
 "Side by side": "Lado a lado",
 "Table {number}": "Tabla {number}",
 "That is no day: choose one above.": "Eso no es un día: elija uno arriba.",
 "The comparison failed. The table below leads to each redline.": "La comparación ha fallado. La tabla de abajo lleva a cada comparación.",
 "The comparison failed: {reason}. The table below leads to each redline.": "La comparación ha fallado: {reason}. La tabla de abajo lleva a cada comparación.",
 "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.": [
  "Comparar estos dos textos tarda aquí más de {number} segundo. La tabla de abajo lleva a cada comparación, y «{command}» compara dos textos cualesquiera.",
  "Comparar estos dos textos tarda aquí más de {number} segundos. La tabla de abajo lleva a cada comparación, y «{command}» compara dos textos cualesquiera."
 ],
 "These words and those that follow stood in one paragraph or item.": "Estas palabras y las siguientes estaban en un solo párrafo o elemento.",
 "These words stood in more than one paragraph or item.": "Estas palabras estaban en más de un párrafo o elemento.",
 "This is what was known on {day}; a later text may come.": "Es lo que se sabía el {day}; puede venir un texto posterior.",
 "This policy has no text “{text}”. Choose two texts above.": "Esta política no tiene ningún texto «{text}». Elija dos textos arriba.",
 "Whole": "Entero",
 "Whole text": "Texto entero",
 "Words that were a link": "Palabras que eran un enlace",
 "You joined after that day.": "Usted se registró después de ese día.",
 "[added:": "[añadido:",
 "[moved away:": "[trasladado desde aquí:",
 "[moved here:": "[trasladado aquí:",
 "[removed:": "[eliminado:",
 "n leads to the next change, p to the one before": "n lleva al cambio siguiente, p al anterior",
 "the texts are not there": "los textos no están",
 "the texts could not be loaded ({status})": "no se pudieron cargar los textos ({status})",
 "{citation}, {address}": "{citation}, {address}",
 "{document}, section {number}": "{document}, sección {number}",
 "{document}, “{section}”": "{document}, «{section}»",
 "{number} added": [
  "{number} añadido",
  "{number} añadidos"
 ],
 "{number} change": [
  "{number} cambio",
  "{number} cambios"
 ],
 "{number} entry.": [
  "{number} entrada.",
  "{number} entradas."
 ],
 "{number} link leads elsewhere.": [
  "{number} enlace lleva a otro lugar.",
  "{number} enlaces llevan a otro lugar."
 ],
 "{number} merged": [
  "{number} unido",
  "{number} unidos"
 ],
 "{number} moved": [
  "{number} trasladado",
  "{number} trasladados"
 ],
 "{number} moved and reworded": [
  "{number} trasladado y reformulado",
  "{number} trasladados y reformulados"
 ],
 "{number} removed": [
  "{number} eliminado",
  "{number} eliminados"
 ],
 "{number} renumbered": [
  "{number} renumerado",
  "{number} renumerados"
 ],
 "{number} reworded": [
  "{number} reformulado",
  "{number} reformulados"
 ],
 "{number} split": [
  "{number} dividido",
  "{number} divididos"
 ],
 "{number} unchanged passage": [
  "{number} pasaje sin cambios",
  "{number} pasajes sin cambios"
 ],
 "{number} unchanged passage, with “{title}”": [
  "{number} pasaje sin cambios, con «{title}»",
  "{number} pasajes sin cambios, con «{title}»"
 ],
 "{place} of {number}": "{place} de {number}",
 "{policy}: no text applied on {day}.": "{policy}: ningún texto se aplicaba el {day}.",
 "{policy}: on {day}, this text applied: {text}": "{policy}: el {day} se aplicaba este texto: {text}",
 "{shown} of {number} shown.": "{shown} de {number} mostrados."
};
