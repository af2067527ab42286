package gapweb

import (
	"net/http"
	"net/url"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
	"yrkesresan/internal/platform/web"
)

// manyView asks whether figures of many people on another day are to be reckoned.
type manyView struct {
	Title, Text string
	Back        string
	Hidden      [][2]string
}

// workingView is how far the reckoning has come.
type workingView struct {
	Title, Back, Failed, Progress string
	Steps                         ui.StepsProps
	Again                         string
}

// many shows the question instead of the figures.
func (p *Pages) many(w http.ResponseWriter, r *http.Request, name, id, on string, forecast bool) error {
	c := p.catalog(r)
	v := manyView{Title: c.T("gap.place.of", "place", name), Text: c.T("gap.many.text", "date", c.DateOf(on)), Back: asFiltered(r, placePath, "plats", id, "dag", "")}
	for _, field := range []string{"yrke", "omrade", "amne", "ramverk", "typ", "krav"} {
		v.Hidden = append(v.Hidden, [2]string{field, r.URL.Query().Get(field)})
	}
	v.Hidden = append(v.Hidden, [2]string{"plats", id}, [2]string{"dag", on})
	if forecast {
		v.Hidden = append(v.Hidden, [2]string{"prognos", "1"})
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), manyPage(v))
}

// reckon lets the figures be reckoned behind and leads to how far it has come.
func (p *Pages) reckon(w http.ResponseWriter, r *http.Request) error {
	f := gap.Filter{Occupation: r.PostFormValue("yrke"), Area: r.PostFormValue("omrade"), Tag: r.PostFormValue("amne"), Framework: r.PostFormValue("ramverk"),
		Requirement: r.PostFormValue("krav"), Formal: r.PostFormValue("typ") == kindFormal, Risk: r.PostFormValue("typ") == kindRisk}
	on := r.PostFormValue("dag")
	if d, err := lang.ParseDate(on); err == nil {
		on = lang.ISO(d)
	} else {
		on = p.Staff.Today()
	}
	id, err := p.Gaps.AskFor(r.Context(), page.Of(r.Context()).Actor, gap.Question{NodeID: r.PostFormValue("plats"), Filter: f, On: on, Forecast: r.PostFormValue("prognos") != ""})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, reckoned(id))
}

func reckoned(taskID string) string { return "/kommun/kompetens/rakning/" + url.PathEscape(taskID) }

// reckonedPage shows how far the reckoning has come, and what came out.
func (p *Pages) reckoned(w http.ResponseWriter, r *http.Request) error {
	c, id := p.catalog(r), r.PathValue("task_id")
	asked, task, out, err := p.Gaps.AskedFor(r.Context(), page.Of(r.Context()).Actor, id)
	if err != nil {
		return err
	}
	back := page.At(placePath, "plats", asked.NodeID)
	if task.State == "done" {
		if asked.Forecast {
			return p.showForecast(w, r, out, asked.On, nil)
		}
		return p.showPlace(w, r, out.Then, placePath, asked.On, nil, back)
	}
	v := workingView{Title: c.T("gap.working.title"), Back: back, Again: reckoned(id), Progress: c.T("gap.working.waiting")}
	switch {
	case task.State == "failed":
		v.Failed = c.T(task.Result)
	case task.State == "running" && task.Total > 0:
		const pieces = 10
		v.Progress = c.T("gap.working.done", "n", task.Done, "all", task.Total)
		v.Steps = ui.StepsProps{Done: int(task.Done * pieces / task.Total), All: pieces}
	}
	return p.Frame.ShowAs(w, r, http.StatusOK, p.Frame.Shell(r, v.Title), workingPage(v))
}
