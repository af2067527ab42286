package evaluation

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"yrkesresan/internal/evaluation/tally"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Result is what people of a kind thought of an occasion. Enough is false when too few have answered: then neither
// counts nor words are given.
type Result struct {
	Kind            tally.Kind
	Asked, Answered int
	Enough          bool
	Counted         []tally.Counted
	Words           []string // in alphabetical order, so that it tells nothing of when they came
}

// Results gives what people thought of an occasion, to those who arrange it and those who lead it.
func (e *Evaluations) Results(ctx context.Context, a may.Actor, occasionID string) (o occasion.Occasion, out []Result, err error) {
	defer fault.Wrap(&err, "evaluations of %s", occasionID)
	if o, err = e.Occasions.Find(ctx, occasionID); err != nil {
		return o, nil, err
	}
	if err := e.sees(ctx, a, o); err != nil {
		return o, nil, err
	}
	asked, err := countAsked(ctx, e.DB, []string{occasionID})
	if err != nil {
		return o, nil, err
	}
	answers, err := answersTo(ctx, e.DB, []string{occasionID})
	if err != nil {
		return o, nil, err
	}
	for _, k := range tally.Kinds() {
		r := Result{Kind: k, Asked: asked[occasionID][k]}
		var choices []map[string]string
		for _, x := range answers {
			if x.kind != k {
				continue
			}
			choices = append(choices, x.choices)
			if x.words != "" {
				r.Words = append(r.Words, x.words)
			}
		}
		r.Answered = len(choices)
		r.Asked = max(r.Asked, r.Answered) // asks of who is forgotten are gone, nameless answers are not
		r.Counted, r.Enough = tally.Sum(k, choices)
		if !r.Enough {
			r.Words = nil
		}
		slices.Sort(r.Words)
		out = append(out, r)
	}
	return o, out, nil
}

// sees lets in who arranges an occasion, and who leads it.
func (e *Evaluations) sees(ctx context.Context, a may.Actor, o occasion.Occasion) error {
	err := e.Occasions.Owns(ctx, a, o)
	if err == nil || !a.Known() {
		return err
	}
	t, missing := e.Occasions.IsTrainer(ctx, a.PersonID)
	if missing != nil {
		return err
	}
	for _, s := range o.Sessions {
		if slices.Contains(s.Trainers, t.ID) {
			return nil
		}
	}
	return err
}

// Comparison is what formats were like, by kind of question.
type Comparison struct {
	Kind  tally.Kind
	Lines []tally.Line // by format: place_form and length of the first session
}

// mostCompared is how many occasions are compared at once, the latest first.
const mostCompared = 1000

// Compare compares formats over the occasions of places whose the actor arranges (R129), in a period. courseID ""
// is every course.
func (e *Evaluations) Compare(ctx context.Context, a may.Actor, courseID, from, until string) (out []Comparison, n int, err error) {
	defer fault.Wrap(&err, "compare formats")
	places, err := e.Occasions.Places(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	f := occasion.Filter{From: from, Until: until, Limit: mostCompared}
	if courseID != "" {
		f.CourseIDs = []string{courseID}
	}
	all, _, err := e.Occasions.OwnedBy(ctx, a, ids, f)
	if err != nil {
		return nil, 0, err
	}
	formats, held := map[string]string{}, []string{}
	for _, o := range all {
		if len(o.Sessions) > 0 && o.State != occasion.Draft && o.LastDay <= e.Today() {
			formats[o.ID] = string(o.Form) + "." + string(o.Sessions[0].Length)
			held = append(held, o.ID)
		}
	}
	out, err = e.compare(ctx, held, formats)
	return out, len(held), err
}

func (e *Evaluations) compare(ctx context.Context, ids []string, formats map[string]string) ([]Comparison, error) {
	asked, err := countAsked(ctx, e.DB, ids)
	if err != nil {
		return nil, err
	}
	answers, err := answersTo(ctx, e.DB, ids)
	if err != nil {
		return nil, err
	}
	var out []Comparison
	for _, k := range tally.Kinds() {
		q := tally.Main(k)
		of := map[string]*tally.Line{}
		for _, x := range answers {
			if x.kind != k {
				continue
			}
			l := of[x.occasionID]
			if l == nil {
				l = &tally.Line{}
				of[x.occasionID] = l
			}
			l.Answered++
			if i := slices.Index(q.Choices, x.choices[q.ID]); i >= 0 && i < q.Good {
				l.Good++
			}
		}
		var lines []tally.Line
		for _, id := range ids {
			l := tally.Line{Format: formats[id], Occasions: 1, Asked: asked[id][k]}
			if x := of[id]; x != nil {
				l.Answered, l.Good = x.Answered, x.Good
			}
			if l.Asked = max(l.Asked, l.Answered); l.Asked > 0 { // asks of who is forgotten are gone, nameless answers are not
				lines = append(lines, l)
			}
		}
		out = append(out, Comparison{k, tally.Compare(lines)})
	}
	return out, nil
}

// answer is one that has been given.
type answer struct {
	occasionID string
	kind       tally.Kind
	choices    map[string]string
	words      string
}

func (x *answer) read(body string) error {
	return json.Unmarshal([]byte(cmp.Or(body, "{}")), &x.choices)
}
