export default {
 "After": "بعد",
 "Before": "قبل",
 "Change {place} of {number}": "التغيير {place} من {number}",
 "Changes": "التغييرات",
 "Choose two different texts.": "اختر نصين مختلفين.",
 "Compared: {old} with {new}.": "تمت المقارنة: {old} مع {new}.",
 "Comparing…": "تجري المقارنة…",
 "Copied:": "نُسخ:",
 "Copy citation": "نسخ المرجع",
 "Copy the citation of “{section}”": "نسخ مرجع «{section}»",
 "Copy this:": "للنسخ:",
 "Keys n, p": "المفتاحان n وp",
 "Link to “{section}”": "رابط إلى «{section}»",
 "Next": "التالي",
 "Next change": "التغيير التالي",
 "No word differs between these two texts.": "لا تختلف أي كلمة بين هذين النصين.",
 "Passages: {counts}.": "المقاطع: {counts}.",
 "Previous": "السابق",
 "Previous change": "التغيير السابق",
 "Side by side": "جنبًا إلى جنب",
 "Table {number}": "الجدول {number}",
 "That is no day: choose one above.": "هذا ليس يومًا: اختر يومًا أعلاه.",
 "The comparison failed. The table below leads to each redline.": "فشلت المقارنة. يؤدي الجدول أدناه إلى كل مقارنة.",
 "The comparison failed: {reason}. The table below leads to each redline.": "فشلت المقارنة: {reason}. يؤدي الجدول أدناه إلى كل مقارنة.",
 "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.": [
  "تستغرق مقارنة هذين النصين هنا أكثر من {number} ثانية. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين.",
  "تستغرق مقارنة هذين النصين هنا أكثر من ثانية واحدة. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين.",
  "تستغرق مقارنة هذين النصين هنا أكثر من ثانيتين. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين.",
  "تستغرق مقارنة هذين النصين هنا أكثر من {number} ثوانٍ. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين.",
  "تستغرق مقارنة هذين النصين هنا أكثر من {number} ثانيةً. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين.",
  "تستغرق مقارنة هذين النصين هنا أكثر من {number} ثانية. يؤدي الجدول أدناه إلى كل مقارنة، والأمر «{command}» يقارن أي نصين."
 ],
 "These words and those that follow stood in one paragraph or item.": "كانت هذه الكلمات وما يليها في فقرة واحدة أو عنصر واحد.",
 "These words stood in more than one paragraph or item.": "كانت هذه الكلمات في أكثر من فقرة أو عنصر.",
 "This is what was known on {day}; a later text may come.": "هذا ما كان معروفًا في {day}؛ وقد يأتي نص لاحق.",
 "This policy has no text “{text}”. Choose two texts above.": "ليس لهذه السياسة نص «{text}». اختر نصين أعلاه.",
 "Whole": "كامل",
 "Whole text": "النص الكامل",
 "Words that were a link": "كلمات كانت رابطًا",
 "You joined after that day.": "انضممت بعد ذلك اليوم.",
 "[added:": "[أُضيف:",
 "[moved away:": "[نُقل من هنا:",
 "[moved here:": "[نُقل إلى هنا:",
 "[removed:": "[حُذف:",
 "n leads to the next change, p to the one before": "المفتاح n ينقلك إلى التغيير التالي، وp إلى السابق",
 "the texts are not there": "النصوص غير موجودة",
 "the texts could not be loaded ({status})": "تعذّر تحميل النصوص ({status})",
 "{document}, section {number}": "{document}، القسم {number}",
 "{document}, “{section}”": "{document}، «{section}»",
 "{number} added": [
  "لا إضافات",
  "إضافة واحدة",
  "إضافتان",
  "{number} إضافات",
  "{number} إضافةً",
  "{number} إضافة"
 ],
 "{number} change": [
  "لا تغييرات",
  "تغيير واحد",
  "تغييران",
  "{number} تغييرات",
  "{number} تغييرًا",
  "{number} تغيير"
 ],
 "{number} entry.": [
  "لا مدخلات.",
  "مدخل واحد.",
  "مدخلان.",
  "{number} مدخلات.",
  "{number} مدخلًا.",
  "{number} مدخل."
 ],
 "{number} link leads elsewhere.": [
  "لا يؤدي أي رابط إلى مكان آخر.",
  "رابط واحد يؤدي إلى مكان آخر.",
  "رابطان يؤديان إلى مكان آخر.",
  "{number} روابط تؤدي إلى مكان آخر.",
  "{number} رابطًا تؤدي إلى مكان آخر.",
  "{number} رابط تؤدي إلى مكان آخر."
 ],
 "{number} merged": [
  "لا دمج",
  "دمج واحد",
  "دمجان",
  "{number} عمليات دمج",
  "{number} عمليةَ دمج",
  "{number} عملية دمج"
 ],
 "{number} moved": [
  "لا نقل",
  "نقل واحد",
  "نقلان",
  "{number} عمليات نقل",
  "{number} عمليةَ نقل",
  "{number} عملية نقل"
 ],
 "{number} moved and reworded": [
  "لا نقل مع تعديل الصياغة",
  "نقل واحد مع تعديل الصياغة",
  "نقلان مع تعديل الصياغة",
  "{number} عمليات نقل مع تعديل الصياغة",
  "{number} عمليةَ نقل مع تعديل الصياغة",
  "{number} عملية نقل مع تعديل الصياغة"
 ],
 "{number} removed": [
  "لا محذوفات",
  "حذف واحد",
  "حذفان",
  "{number} محذوفات",
  "{number} محذوفًا",
  "{number} محذوف"
 ],
 "{number} renumbered": [
  "لا إعادة ترقيم",
  "إعادة ترقيم واحدة",
  "إعادتا ترقيم",
  "{number} عمليات إعادة ترقيم",
  "{number} عمليةَ إعادة ترقيم",
  "{number} عملية إعادة ترقيم"
 ],
 "{number} reworded": [
  "لا صياغات معدّلة",
  "صياغة معدّلة واحدة",
  "صياغتان معدّلتان",
  "{number} صياغات معدّلة",
  "{number} صياغةً معدّلة",
  "{number} صياغة معدّلة"
 ],
 "{number} split": [
  "لا تقسيم",
  "تقسيم واحد",
  "تقسيمان",
  "{number} تقسيمات",
  "{number} تقسيمًا",
  "{number} تقسيم"
 ],
 "{number} unchanged passage": [
  "لا مقاطع بلا تغيير",
  "مقطع واحد بلا تغيير",
  "مقطعان بلا تغيير",
  "{number} مقاطع بلا تغيير",
  "{number} مقطعًا بلا تغيير",
  "{number} مقطع بلا تغيير"
 ],
 "{number} unchanged passage, with “{title}”": [
  "لا مقاطع بلا تغيير، مع «{title}»",
  "مقطع واحد بلا تغيير، مع «{title}»",
  "مقطعان بلا تغيير، مع «{title}»",
  "{number} مقاطع بلا تغيير، مع «{title}»",
  "{number} مقطعًا بلا تغيير، مع «{title}»",
  "{number} مقطع بلا تغيير، مع «{title}»"
 ],
 "{place} of {number}": "{place} من {number}",
 "{policy}: no text applied on {day}.": "{policy}: لم يكن يسري أي نص في {day}.",
 "{policy}: on {day}, this text applied: {text}": "{policy}: في {day} كان يسري هذا النص: {text}",
 "{shown} of {number} shown.": "معروض {shown} من {number}."
};
