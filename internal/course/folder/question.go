package folder

import "strconv"

// mostOptions is how many answers a question may have.
const mostOptions = 10

// readQuestion reads what questions in lessons and tests share. Goal and
// lesson are read by the caller.
func readQuestion(f fields, kinds ...string) Question {
	q := Question{ID: f.id("id"), Kind: f.one("kind", kinds...), Text: f.text("text"), line: f.at("id").line}
	switch q.Kind {
	case "single", "multiple":
		readOptions(f, &q)
	case "order":
		readItems(f, &q)
	case "match":
		readPairs(f, &q)
	}
	return q
}

func readOptions(f fields, q *Question) {
	texts, right := once{}, 0
	f.each("options", func(o fields) {
		option := Option{Text: o.text("text"), Right: o.flag("right"), Why: o.text("why")}
		texts.addText(o.at("text"), option.Text)
		if option.Right {
			right++
		}
		q.Options = append(q.Options, option)
	})
	countAnswers(f, "options", len(q.Options))
	switch {
	case q.Kind == "single" && right != 1:
		f.at("options").wrong("question_single", "right", strconv.Itoa(right))
	case q.Kind == "multiple" && right == 0:
		f.at("options").wrong("question_multiple")
	}
}

func readItems(f fields, q *Question) {
	texts := once{}
	f.each("items", func(i fields) {
		item := Item{Text: i.text("text"), Why: i.text("why")}
		texts.addText(i.at("text"), item.Text)
		q.Items = append(q.Items, item)
	})
	countAnswers(f, "items", len(q.Items))
}

func readPairs(f fields, q *Question) {
	texts := once{}
	f.each("pairs", func(p fields) {
		pair := Pair{Left: p.text("left"), Right: p.text("right"), Why: p.text("why")}
		texts.addText(p.at("left"), pair.Left)
		q.Pairs = append(q.Pairs, pair)
	})
	countAnswers(f, "pairs", len(q.Pairs))
}

func countAnswers(f fields, key string, n int) {
	if n < 2 || n > mostOptions {
		f.at(key).wrong("question_count", "field", key, "most", strconv.Itoa(mostOptions))
	}
}
