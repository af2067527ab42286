package tailorweb

import (
	"errors"
	"net/http"
	"strings"

	"yrkesresan/internal/journey"
	"yrkesresan/internal/journey/plan"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// newsView is what has become otherwise above a place, to be answered.
type newsView struct {
	head
	Action string
	Edit   bool
	News   []newsItem
}

type newsItem struct {
	Key, Title string
	Sentences  []string
	Ours       string // what holds at the place
	Choices    []ui.Choice
	Decline    bool
	Why, Wrong string
}

func (p *Pages) news(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, false)
	if err != nil {
		return err
	}
	return l.showNews(http.StatusOK, nil, "", "")
}

func (l *look) showNews(status int, typed map[string]journey.Answer, wrongKey, wrong string) error {
	news, err := l.p.Journeys.News(l.r.Context(), l.t)
	if err != nil {
		return err
	}
	v := newsView{head: l.head(l.c.T("tailor.news.title")), Action: l.at() + "/skillnader", Edit: l.t.MayEdit}
	l.v.learn(l.t.Layer.Ops)
	for i := range news {
		n := &news[i]
		l.v.learn(n.IsOps)
		item := newsItem{Key: n.Key(), Title: l.v.title(firstOf(n.Course, n.Item)), Sentences: l.v.news(n), Decline: n.CanDecline, Why: typed[n.Key()].Why}
		if n.Title != "" {
			item.Title = n.Title
		}
		item.Ours = l.c.T("tailor.news.ours_none")
		if len(n.Ours) > 0 {
			item.Ours = l.c.T("tailor.news.ours", "what", l.v.ops(n.Ours))
		}
		chosen := typed[n.Key()].Answer
		if chosen == "" {
			chosen = journey.TakeIt
			if len(n.Ours) > 0 {
				chosen = journey.KeepOur
			}
		}
		item.Choices = l.answers(n, chosen)
		if n.Key() == wrongKey {
			item.Wrong = wrong
			v.Wrong = []ui.Problem{{Field: "varfor-" + n.Key(), Text: wrong}}
		}
		v.News = append(v.News, item)
	}
	s := l.p.Frame.Shell(l.r, v.head.Title)
	s.Wrong = len(v.Wrong) > 0
	return l.p.Frame.ShowAs(l.w, l.r, status, s, newsPage(v))
}

func (l *look) answers(n *journey.News, chosen string) []ui.Choice {
	take := ui.Choice{Value: journey.TakeIt, Text: l.c.T("tailor.answer.take"), Note: l.c.T("tailor.answer.take_note")}
	var out []ui.Choice
	if len(n.Ours) > 0 {
		out = append(out, ui.Choice{Value: journey.KeepOur, Text: l.c.T("tailor.answer.keep"), Note: l.c.T("tailor.answer.keep_note")})
		take.Note = l.c.T("tailor.answer.take_ours_note")
	}
	out = append(out, take)
	if n.CanDecline {
		note := map[plan.NewsKind]string{plan.Arrived: l.c.T("tailor.answer.decline_arrived"), plan.Dropped: l.c.T("tailor.answer.decline_dropped")}[n.Kind]
		if note == "" {
			note = l.c.T("tailor.answer.decline_other")
		}
		out = append(out, ui.Choice{Value: journey.Decline, Text: l.c.T("tailor.answer.decline"), Note: note})
	}
	for i := range out {
		out[i].Chosen = out[i].Value == chosen
	}
	return out
}

// answer takes the answers of the page. Those marked to wait are left for later.
func (p *Pages) answer(w http.ResponseWriter, r *http.Request) error {
	l, err := p.look(w, r, true)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return journey.ErrAnswer
	}
	typed := map[string]journey.Answer{}
	var answers []journey.Answer
	for _, key := range r.PostForm["nyhet"] {
		a := journey.Answer{News: key, Answer: r.PostFormValue("svar-" + key), Why: strings.TrimSpace(r.PostFormValue("varfor-" + key))}
		typed[key] = a
		if a.Answer != journey.Decline {
			a.Why = ""
		}
		if a.Answer != "" && r.PostFormValue("vanta-"+key) == "" {
			answers = append(answers, a)
		}
	}
	err = p.Journeys.AnswerNews(r.Context(), l.actor(), l.t.Node.ID, l.t.Frame().ID, answers)
	switch {
	case err == nil:
		return l.on(l.at(), "svarat")
	case errors.Is(err, journey.ErrNoNews):
		return l.showNews(http.StatusConflict, typed, "", "")
	}
	if f := wrong(err); f != nil {
		key := f.Field
		if typed[key].News == "" {
			for _, a := range answers {
				if a.Why != "" {
					key = a.News
				}
			}
		}
		return l.showNews(http.StatusUnprocessableEntity, typed, key, page.Say(l.c, f))
	}
	return err
}
