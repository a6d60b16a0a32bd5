export default {
 "After": "変更後",
 "Before": "変更前",
 "Change {place} of {number}": "変更 {place}／{number}",
 "Changes": "変更",
 "Choose two different texts.": "異なる二つの文書を選んでください。",
 "Compared: {old} with {new}.": "比較しました：{old}と{new}。",
 "Comparing…": "比較しています…",
 "Copied:": "コピーしました：",
 "Copy citation": "引用をコピー",
 "Copy the citation of “{section}”": "「{section}」の引用をコピー",
 "Copy this:": "コピーしてください：",
 "Keys n, p": "n、pキー",
 "Link to “{section}”": "「{section}」へのリンク",
 "Next": "次へ",
 "Next change": "次の変更",
 "No word differs between these two texts.": "この二つの文書に異なる語句はありません。",
 "Passages: {counts}.": "箇所：{counts}。",
 "Previous": "前へ",
 "Previous change": "前の変更",
 "Side by side": "並べて表示",
 "Table {number}": "表{number}",
 "That is no day: choose one above.": "日付ではありません。上で選んでください。",
 "The comparison failed. The table below leads to each redline.": "比較できませんでした。下の表から各比較をご覧いただけます。",
 "The comparison failed: {reason}. The table below leads to each redline.": "比較できませんでした：{reason}。下の表から各比較をご覧いただけます。",
 "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.": [
  "この二つの文書の比較には、ここでは{number}秒より長くかかります。下の表から各比較をご覧いただけます。「{command}」では任意の二つを比較できます。"
 ],
 "These words and those that follow stood in one paragraph or item.": "これらの語句とこれに続く語句は、以前は一つの段落または項目にありました。",
 "These words stood in more than one paragraph or item.": "これらの語句は、以前は複数の段落または項目にありました。",
 "This is what was known on {day}; a later text may come.": "{day}時点でわかっている内容です。後に新しい文面が出る場合があります。",
 "This policy has no text “{text}”. Choose two texts above.": "このポリシーに「{text}」という文書はありません。上で二つの文書を選んでください。",
 "Whole": "全文",
 "Whole text": "全文を表示",
 "Words that were a link": "リンクだった語句",
 "You joined after that day.": "その日は登録日より前です。",
 "[added:": "[追加：",
 "[moved away:": "[ここから移動：",
 "[moved here:": "[ここへ移動：",
 "[removed:": "[削除：",
 "n leads to the next change, p to the one before": "nで次の変更、pで前の変更へ移動します",
 "the texts are not there": "文書がありません",
 "the texts could not be loaded ({status})": "文書を読み込めませんでした（{status}）",
 "{citation}, {address}": "{citation}、{address}",
 "{document}, section {number}": "{document}、第{number}節",
 "{document}, “{section}”": "{document}、「{section}」",
 "{number} added": [
  "追加 {number}件"
 ],
 "{number} change": [
  "変更 {number}件"
 ],
 "{number} entry.": [
  "{number}件。"
 ],
 "{number} link leads elsewhere.": [
  "{number}件のリンクの行き先が変わっています。"
 ],
 "{number} merged": [
  "統合 {number}件"
 ],
 "{number} moved": [
  "移動 {number}件"
 ],
 "{number} moved and reworded": [
  "移動と文言の変更 {number}件"
 ],
 "{number} removed": [
  "削除 {number}件"
 ],
 "{number} renumbered": [
  "番号の変更 {number}件"
 ],
 "{number} reworded": [
  "文言の変更 {number}件"
 ],
 "{number} split": [
  "分割 {number}件"
 ],
 "{number} unchanged passage": [
  "変更のない箇所 {number}件"
 ],
 "{number} unchanged passage, with “{title}”": [
  "変更のない箇所 {number}件（「{title}」を含む）"
 ],
 "{place} of {number}": "{place}／{number}",
 "{policy}: no text applied on {day}.": "{policy}：{day}に適用された文面はありません。",
 "{policy}: on {day}, this text applied: {text}": "{policy}：{day}にはこの文面が適用されました：{text}",
 "{shown} of {number} shown.": "{number}件中{shown}件を表示。"
};
